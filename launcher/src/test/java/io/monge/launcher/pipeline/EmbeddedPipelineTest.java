package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.launcher.demo.Foundations;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a rendered image to an upscaled one, in one process. */
class EmbeddedPipelineTest {
    @TempDir private Path directory;

    @Test
    void theWholeSystemWorksAndGoesOnAfterARestart() throws Exception {
        long iterations;
        long served;
        try (RunningSystem running =
                new RunningSystem(directory, Foundations::embedded, List.of())) {
            PipelineScenario.imagesComeBackFourTimesAsLarge(running);
            PipelineScenario.samplesComeBackThroughKafka(running);
            PipelineScenario.windowsReachTheDashboard(running);
            PipelineScenario.aPoisonRecordIsPutAsideAndTrainingGoesOn(running);
            PipelineScenario.prometheusIsGivenWhatDashboardsAndRulesAskFor(running);
            iterations = running.system().trainer().progress().iterations();
            served = running.system().serving().servedVersion().orElseThrow();
        }

        try (RunningSystem again = new RunningSystem(directory, Foundations::embedded, List.of())) {
            again.awaitServed(served);
            assertThat(again.upscale(RunningSystem.grey(16, 16)).statusCode()).isEqualTo(200);
            await().atMost(RunningSystem.PATIENCE)
                    .until(() -> again.system().trainer().progress().iterations() > 0);
            // A training that began anew would be seen at a handful of iterations.
            assertThat(again.system().trainer().progress().iterations())
                    .isGreaterThanOrEqualTo(iterations);
        }
    }
}
