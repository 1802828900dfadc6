package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.UnsharpMask;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.SceneConfig;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.ResNet;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.MeanSquare;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityBenchmarkTest {

    private static final Compute ONE_THREAD = Compute.cpu(1);

    private static final RenderedWorld world = world(4);

    /** Shared: scoring the grid of masks is what takes time here. */
    private static final QualityBenchmark benchmark =
            new QualityBenchmark(HeldOutPatches.of(world.heldOut(), 8, 16), Optional.empty());

    @Test
    void anUntrainedMapScoresAsBicubicBecauseItStartsThere() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            QualityReport report = benchmark.of(map);

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
            QualityReport report = benchmark.of(map);

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
            QualityReport report = benchmark.of(map);

            assertThat(report.table()).contains("sliced W1", "PSNR").doesNotContain("LPIPS");
            assertThat(report.json().at("/monge/psnr").asDouble()).isEqualTo(report.map().psnr());
            assertThat(report.json().at("/monge").has("lpips")).isFalse();
        }
    }

    @Test
    void trainingInMemoryCountsIterationsAndMovesTheMap() {
        SolverSpec recipe = solver();
        try (var training =
                new ImageTraining(
                        recipe,
                        new TrainingImages(
                                new SceneWindow(world::lr),
                                new SceneWindow(world::hr),
                                new ColourJitter(0)),
                        ONE_THREAD,
                        1)) {
            training.run(Duration.ofNanos(1));
            training.run(Duration.ofNanos(1));

            assertThat(training.snapshot().iteration()).isEqualTo(2);
            assertThat(training.snapshot().weights()).isNotEqualTo(untrained().weights());
            assertThat(training.elapsed()).isPositive();
        }
    }

    @Test
    void theStripHasFivePicturesARow() {
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            var strip =
                    ComparisonStrip.draw(
                            HeldOutPatches.of(world.heldOut(), 2, 16), new UnsharpMask(2, 2), map);

            assertThat(strip.width()).isEqualTo(5 * 64 + 4 * 4);
            assertThat(strip.height()).isEqualTo(2 * 64 + 4);
        }
    }

    @Test
    void patchesOfAnotherScaleAreRefused() {
        var doubled = world(2);
        var others =
                new QualityBenchmark(HeldOutPatches.of(doubled.heldOut(), 4, 16), Optional.empty());
        try (FrozenMap map = FrozenMap.open(untrained(), ONE_THREAD)) {
            assertThatThrownBy(() -> others.of(map))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x4");
        }
    }

    private static RenderedWorld world(int scale) {
        var degradation =
                new UnknownDegradation(new Range(1.5, 2.5), scale, 0.01, new Range(85, 98));
        return new RenderedWorld(new SceneConfig(3, SceneConfig.Start.FIRST, 128, degradation));
    }

    private static SolverSpec solver() {
        return new Ots(
                new Edsr(4, 2, 8, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY),
                new ResNet(32, 4, 8, 0.1, 0.2),
                new Mse(Up.BICUBIC, 0),
                1,
                Alternation.algorithm1(2),
                new MeanSquare(1),
                4,
                new OptimizerSpec(LearningRate.constant(1e-3), 0, 0.9, 0),
                new OptimizerSpec(LearningRate.constant(5e-4), 0, 0.9, 0),
                0.998);
    }

    private static ModelSnapshot untrained() {
        SolverSpec recipe = solver();
        try (OptimalTransportSolver solver = recipe.open(ONE_THREAD, 1)) {
            return new ModelSnapshot(recipe.map(), 0, solver.averagedWeights());
        }
    }
}
