package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoints' topic while there is no broker. */
class AwayBrokerTest {

    @TempDir Path directory;
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();

    @Test
    void checkpointsThatCannotBeSentHoldUpNobodyAndAreCounted() throws IOException {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("broker"));
        Wire wire = Wire.open(broker.bootstrapServers(), "away.");
        try (SecondHome home = SecondHome.open(onTopic(), wire.kafka(), metrics)) {
            broker.close();
            List<Path> saved = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                saved.add(Files.write(directory.resolve("saved-" + i), new byte[9]));
            }

            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> saved.forEach(home::keep));

            assertThat(metrics.valuesOf(Metric.TRAINER_CHECKPOINT_UNSENT))
                    .as("one is being sent, one comes next, the others are left out")
                    .hasSizeBetween(2, 3);
        }
    }

    private TrainerConfig onTopic() {
        TrainerConfig tiny = Tiny.config(Tiny.solver(), directory, WhenDry.WAIT);
        return new TrainerConfig(
                tiny.model(),
                tiny.seed(),
                tiny.compute(),
                tiny.solver(),
                tiny.reservoir(),
                tiny.heldOut(),
                tiny.publish(),
                new CheckpointConfig(5, 2, directory, 2),
                tiny.guard(),
                tiny.selfTest());
    }
}
