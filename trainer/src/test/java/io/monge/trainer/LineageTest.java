package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.schemas.record.ModelManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trainings one after the other on the same topics: every version stands for one map. */
class LineageTest {

    @TempDir Path broker;
    @TempDir Path first;
    @TempDir Path second;

    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();

    @Test
    void aNewTrainingContinuesAboveTheHighestVersionAndARestartIsNoNewTraining() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker)) {
            Wire wire = Wire.open(kafka.bootstrapServers(), "lineage.");
            wire.record(1000);
            TrainingRuns before = new TrainingRuns(first, metrics);
            before.trainUntil(9, before.config("twice"), wire);
            List<ModelManifest> old = manifests(wire);
            long highest = old.get(old.size() - 1).getVersion();

            TrainingRuns after = new TrainingRuns(second, metrics);
            TrainerConfig config = after.config("twice");
            after.trainUntil(9, config, wire);
            after.trainUntil(16, config, wire);
            List<ModelManifest> all = manifests(wire);
            List<ModelManifest> young =
                    all.stream().filter(it -> it.getVersion() > highest).toList();

            assertThat(all).extracting(ModelManifest::getVersion).doesNotHaveDuplicates();
            ModelManifest begin = young.get(0);
            assertThat(begin.getVersion()).isEqualTo(highest + 1);
            assertThat(begin.getIteration()).isEqualTo(1);
            assertThat(begin.getParent()).as("it descends from nothing").isNull();
            assertThat(begin.getParentSha256()).isNull();
            assertThat(young)
                    .as("one training, restarted")
                    .extracting(ModelManifest::getTraining)
                    .containsOnly(after.latest(config).published().origin().training());
            assertThat(old)
                    .extracting(ModelManifest::getTraining)
                    .doesNotContain(begin.getTraining())
                    .allMatch(training -> training.length() == 12);
            assertThat(young.get(young.size() - 1).getVersion())
                    .isGreaterThan(highest + 9)
                    .isEqualTo(highest + young.get(young.size() - 1).getIteration());
            for (int i = 1; i < young.size(); i++) {
                assertThat(young.get(i).getParent()).isEqualTo(young.get(i - 1).getVersion());
                assertThat(Objects.requireNonNull(young.get(i).getParentSha256()))
                        .as("the parent is named by its bytes too")
                        .isEqualTo(young.get(i - 1).getSha256());
            }
        }
    }

    private static List<ModelManifest> manifests(Wire wire) {
        return wire.read(wire.topics().modelManifests()).stream().map(Received::value).toList();
    }
}
