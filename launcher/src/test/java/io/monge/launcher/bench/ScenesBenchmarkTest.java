package io.monge.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.UnsharpMask;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenesBenchmarkTest {

    private static final Compute ONE_THREAD = Compute.cpu(1);

    private final RenderedWorld world = RenderedWorld.of(3, 4);
    private final ScenesBenchmark benchmark =
            new ScenesBenchmark(HeldOutPatches.of(world.heldOut(), 8, 16), Optional.empty());

    @Test
    void anUntrainedMapScoresAsBicubicBecauseItStartsThere() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            ScenesReport report = benchmark.of(map);

            // Both round to bytes, once in float32 here and there: a byte in a million differs.
            assertThat(report.map().psnr()).isCloseTo(report.bicubic().psnr(), within(1e-3));
            assertThat(report.map().ssim()).isCloseTo(report.bicubic().ssim(), within(1e-4));
            assertThat(report.saving(Measure.MEAN_REMOVED, report.bicubic()))
                    .isCloseTo(0, within(1e-3));
            assertThat(report.hr().psnr()).isCloseTo(80, within(1e-9));
        }
    }

    @Test
    void sharpeningBeatsBicubicInDistributionAndTheBestMaskIsChosenPerMeasure() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            ScenesReport report = benchmark.of(map);

            UnsharpMask mask = report.masks().by(Measure.MEAN_REMOVED).mask();
            assertThat(Measure.MEAN_REMOVED.of(report.masks().by(Measure.MEAN_REMOVED).scores()))
                    .isLessThan(report.bicubic().meanRemoved());
            assertThat(mask.amount()).isPositive();
            assertThat(report.masks().by(Measure.PSNR).scores().psnr())
                    .isGreaterThanOrEqualTo(
                            report.masks().by(Measure.MEAN_REMOVED).scores().psnr());
        }
    }

    @Test
    void withoutWeightsLpipsIsLeftOutOfTableAndJson() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            ScenesReport report = benchmark.of(map);

            assertThat(report.table()).contains("sliced W1", "PSNR").doesNotContain("LPIPS");
            assertThat(report.json().at("/monge/psnr").asDouble()).isEqualTo(report.map().psnr());
            assertThat(report.json().at("/monge").has("lpips")).isFalse();
        }
    }

    @Test
    void trainingInMemoryCountsIterationsAndMovesTheMap() {
        SolverSpec recipe = DemoRecipe.solver();
        try (var training = new SceneTraining(recipe, world, ONE_THREAD, 1)) {
            training.run(Duration.ofMillis(1));
            training.run(Duration.ofMillis(1));

            assertThat(training.snapshot().iteration()).isEqualTo(2);
            assertThat(training.snapshot().weights()).isNotEqualTo(untrained().weights());
            assertThat(training.elapsed()).isPositive();
        }
    }

    @Test
    void theStripHasFivePicturesARow() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            var strip = ScenesStrip.draw(world.heldOut(), 2, 16, new UnsharpMask(2, 2), map);

            assertThat(strip.width()).isEqualTo(5 * 64 + 4 * 4);
            assertThat(strip.height()).isEqualTo(2 * 64 + 4);
        }
    }

    @Test
    void patchesOfAnotherScaleAreRefused() {
        var doubled = RenderedWorld.of(3, 2);
        var others =
                new ScenesBenchmark(HeldOutPatches.of(doubled.heldOut(), 4, 16), Optional.empty());
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            assertThatThrownBy(() -> others.of(map))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x4");
        }
    }

    private static ModelSnapshot untrained() {
        SolverSpec recipe = DemoRecipe.solver();
        try (OptimalTransportSolver solver = recipe.open(ONE_THREAD, 1)) {
            return new ModelSnapshot(recipe.map(), 0, solver.averagedWeights());
        }
    }
}
