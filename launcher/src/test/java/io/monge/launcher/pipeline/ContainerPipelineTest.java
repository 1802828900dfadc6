package io.monge.launcher.pipeline;

import io.monge.launcher.demo.Foundations;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The same on a broker in a container; skipped where no engine answers. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerPipelineTest {
    @Container private final KafkaContainer broker = new KafkaContainer("apache/kafka:4.3.1");

    @TempDir private Path directory;

    @Test
    void theWholeSystemWorksOnABrokerInAContainer() throws Exception {
        List<String> there = List.of("--kafka.bootstrap=" + broker.getBootstrapServers());
        try (RunningSystem running = new RunningSystem(directory, Foundations::on, there)) {
            PipelineScenario.imagesComeBackFourTimesAsLarge(running);
            PipelineScenario.samplesComeBackThroughKafka(running);
            PipelineScenario.windowsReachTheDashboard(running);
            PipelineScenario.aPoisonRecordIsPutAsideAndTrainingGoesOn(running);
        }
    }
}
