package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Oracle;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.FrequencySparsity;
import io.monge.ot.cost.Mae;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Perceptual;
import io.monge.ot.cost.PerceptualDistance;
import io.monge.ot.cost.Sparse;
import io.monge.ot.cost.Up;
import io.monge.ot.cost.Weighted;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.network.ResNet;
import io.monge.ot.network.ResidualIcnn;
import io.monge.ot.network.SotCritic;
import io.monge.ot.network.SotGenerator;
import io.monge.ot.network.UNet;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the adversarial solvers against the reference's, batch by batch. */
class AdversarialTraceTest {
    /** Relative to the greatest loss of the trace. */
    private static final double LOSS = 1e-4;

    /** Of a learning rate of 1e-3: Adam turns rounding noise into whole steps here and there. */
    private static final double MEAN_WEIGHT = 5e-5;

    /** The reference's layout, so that sums run in its order. */
    private static final Compute CPU = new Compute("cpu", 1, MemoryFormat.CONTIGUOUS);

    private static OptimizerSpec adam(double beta1, double beta2, double weightDecay) {
        return new OptimizerSpec(LearningRate.constant(1e-3), beta1, beta2, weightDecay);
    }

    /** Numbers of a file in place of random ones: one generator for all updates. */
    private record Given(HostTensor numbers, int[] next) implements Draws {
        @Override
        public long seed() {
            return 0;
        }

        @Override
        public RandomGenerator ofUpdate(long update) {
            float[] values = numbers.floats();
            SplittableRandom unused = new SplittableRandom(0);
            return new RandomGenerator() {
                @Override
                public long nextLong() {
                    return unused.nextLong();
                }

                @Override
                public float nextFloat() {
                    return values[next[0]++];
                }
            };
        }
    }

    @Test
    void otsOnTheBenchmarkFollowsTheNotebook() {
        Oracle trace = Oracle.load("trace_ots_benchmark");
        Ots spec =
                new Ots(
                        UNet.reference(4),
                        new ResNet(16, 4, 16, 0.1, 0),
                        new Mse(Up.IDENTITY, 0),
                        1,
                        Alternation.algorithm1(3),
                        new Unconstrained(),
                        4,
                        adam(0, 0.9, 0),
                        adam(0, 0.9, 0),
                        0);
        Sampler x = Traces.batches(trace.get("X"));
        Sampler y = everyOther(Traces.batches(trace.get("Y")), 4);
        float[] losses = trace.get("losses").floats();

        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, trace))) {
            double worst = 0;
            for (int i = 0; i < 2; i++) {
                double cost = costInEvaluation(solver, trace.get("X"), 4 * i);
                StepReport report = solver.step(x, y);
                double ofY = 0;
                for (int k = 1; k <= 3; k++) {
                    ofY += meanOfPotential(solver, trace.get("Y"), 4 * i + k) / 3;
                }
                double map = (losses[4 * i + 1] + losses[4 * i + 2] + losses[4 * i + 3]) / 3;
                worst = Math.max(worst, Math.abs(report.mapLoss() + ofY - map));
                worst = Math.max(worst, Math.abs(report.potentialLoss() + cost + losses[4 * i]));
            }
            System.out.printf("trace_ots_benchmark: losses %.1e%n", worst);
            assertThat(worst).isLessThan(LOSS);
            checkWithin("trace_ots_benchmark", spec, solver.state(), trace, "T1.", 1e-3);
        }
    }

    /** The notebook adds the cost to the potential's loss, where it is a constant. */
    private static double costInEvaluation(MinimaxSolver solver, HostTensor batches, int index) {
        try (GradientScope scope = GradientScope.frozen(solver.root())) {
            NDArray x = Traces.batch(scope.manager(), batches, index);
            return solver.map().of(x).sub(x).square().mean().getFloat();
        }
    }

    /** It adds mean f(y) of fresh y to the map's loss, where that is a constant. */
    private static double meanOfPotential(MinimaxSolver solver, HostTensor batches, int index) {
        try (GradientScope scope = GradientScope.frozen(solver.root())) {
            NDArray y = Traces.batch(scope.manager(), batches, index);
            return solver.players().potential().function().of(y).mean().getFloat();
        }
    }

    /** The notebook draws y in the map's updates too, for nothing. */
    private static Sampler everyOther(Sampler all, int period) {
        return (scope, n) -> {
            var first = all.sample(scope, n);
            for (int i = 1; i < period; i++) {
                all.sample(scope, n);
            }
            return first;
        };
    }

    @Test
    void theRegularizedIpmGanFollowsTheNotebook() {
        Oracle trace = Oracle.load("trace_ipm_wgan_gp");
        RegularizedIpmGan gan =
                new RegularizedIpmGan(
                        UNet.reference(4),
                        new ResNet(16, 4, 16, 0.1, 0),
                        new Mse(Up.IDENTITY, 0),
                        100,
                        10,
                        3,
                        4,
                        adam(0, 0.9, 0),
                        adam(0, 0.9, 0),
                        0);
        Ots spec = gan.asMinimax();
        Sampler x = Traces.batches(trace.get("X"));
        Sampler all = Traces.batches(trace.get("Y"));
        int[] drawn = {0};
        Sampler y =
                (scope, n) -> {
                    if (drawn[0]++ % 3 == 0 && drawn[0] > 1) {
                        all.sample(scope, n); // drawn in the map's update for nothing
                    }
                    return all.sample(scope, n);
                };
        Given eta = new Given(trace.get("eta"), new int[] {0});
        float[] critic = trace.get("D_losses").floats();
        float[] penalties = trace.get("gps").floats();
        float[] map = trace.get("T_losses").floats();

        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, trace), eta)) {
            double worst = 0;
            for (int i = 0; i < 2; i++) {
                StepReport report = solver.step(x, y);
                double wanted = (critic[3 * i] + critic[3 * i + 1] + critic[3 * i + 2]) / 3;
                double penalty =
                        10 * (penalties[3 * i] + penalties[3 * i + 1] + penalties[3 * i + 2]) / 3;
                double ours = report.penalty() - report.potentialLoss();
                worst = Math.max(worst, Math.abs(ours - wanted) / Math.abs(wanted));
                worst = Math.max(worst, Math.abs(report.penalty() - penalty) / penalty);
                worst = Math.max(worst, Math.abs(report.mapLoss() / map[i] - 1));
            }
            System.out.printf("trace_ipm_wgan_gp: losses %.1e%n", worst);
            check("trace_ipm_wgan_gp", spec, solver.state(), trace, "T1.");
            assertThat(worst).isLessThan(LOSS);
        }
    }

    private static SolverState start(Ots spec, Oracle trace) {
        Map<String, HostTensor> tensors = new HashMap<>();
        Traces.put(
                tensors, "map.", spec.map(), trace, trace.has("T0.outc.conv.bias") ? "T0." : "G0.");
        Traces.put(tensors, "potential.", spec.potential(), trace, "D0.");
        return new SolverState(0, 0, Map.of(), tensors);
    }

    private static void check(
            String name, SolverSpec spec, SolverState end, Oracle trace, String map) {
        checkWithin(name, spec, end, trace, map, MEAN_WEIGHT);
    }

    private static void checkWithin(
            String name,
            SolverSpec spec,
            SolverState end,
            Oracle trace,
            String map,
            double tolerance) {
        double ofMap = Traces.farthest(spec.map(), end.tensors(), "map.", trace, map, 1);
        double ofPotential =
                Traces.farthest(spec.potential(), end.tensors(), "potential.", trace, "D1.", 1);
        System.out.printf("%s: weights %.1e and %.1e%n", name, ofMap, ofPotential);
        Traces.farthest(spec.map(), end.tensors(), "map.", trace, map, tolerance);
        Traces.farthest(spec.potential(), end.tensors(), "potential.", trace, "D1.", tolerance);
    }

    @Test
    void otsWithTheDynamicPerceptualCostFollowsTheScript(@TempDir Path folder) throws IOException {
        Oracle trace = Oracle.load("trace_ots_sr_VGG");
        Map<String, HostTensor> vgg = new LinkedHashMap<>();
        trace.file()
                .tensors()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith("vgg.")) {
                                vgg.put(name.substring(4), tensor);
                            }
                        });
        Path file = folder.resolve("vgg.safetensors");
        java.nio.file.Files.write(file, new SafeTensors(vgg, Map.of()).toBytes());
        Perceptual cost =
                new Perceptual(
                        Up.BICUBIC,
                        2,
                        file.toString(),
                        Vgg16Features.Input.AS_IS,
                        List.of(3, 8, 15, 22),
                        PerceptualDistance.Weights.paper());
        Ots spec =
                new Ots(
                        Edsr.reference(4, 1, 8),
                        new ResNet(16, 4, 16, 0.1, 0.2),
                        cost,
                        0.5,
                        new Alternation(1, 2, Alternation.Order.MAP_FIRST),
                        new Unconstrained(),
                        2,
                        adam(0.9, 0.999, 1e-10),
                        adam(0.9, 0.999, 1e-10),
                        0);
        Sampler lr = Traces.batches(trace.get("lr_batches"));
        Sampler hr = Traces.batches(trace.get("hr_batches"));
        float[] map = trace.get("G_losses").floats();
        float[] potential = trace.get("D_losses").floats();

        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, trace))) {
            double worst = 0;
            for (int i = 0; i < 4; i++) {
                StepReport report = solver.step(lr, hr);
                double wanted = (map[2 * i] + map[2 * i + 1]) / 2.0;
                worst = Math.max(worst, Math.abs(report.mapLoss() - wanted));
                worst = Math.max(worst, Math.abs(report.potentialLoss() + potential[i]));
            }
            System.out.printf("trace_ots_sr_VGG: losses %.1e%n", worst);
            assertThat(worst).isLessThan(LOSS);
            check("trace_ots_sr_VGG", spec, solver.state(), trace, "G1.");
        }
        assertThat(spec.map().scale()).isEqualTo(4);
    }

    @Test
    void sotFollowsTheScriptWithItsTwoCriticSteps() {
        Oracle trace = Oracle.load("trace_sot");
        SparseOt spec =
                new SparseOt(
                        new SotGenerator(8, 4, 4),
                        new SotCritic(List.of(4, 4, 4, 4, 4, 4, 4, 4, 4, 4), 8),
                        new Sparse(Up.IDENTITY, 0, 0.5, FrequencySparsity.Mean.BATCH),
                        10,
                        10,
                        2,
                        LearningRate.constant(5e-5),
                        LearningRate.constant(1e-4),
                        0);
        Map<String, HostTensor> tensors = new HashMap<>();
        Traces.put(tensors, "map.", spec.map(), trace, "G0.");
        Traces.put(tensors, "potential.", spec.potential(), trace, "D0.");
        Given alpha = new Given(trace.get("alpha"), new int[] {0});
        Sampler raw = Traces.batches(trace.get("raw"));
        Sampler source = (scope, n) -> Traces.enlargedAligned(raw.sample(scope, n));
        Sampler target = Traces.batches(trace.get("target"));
        float[] critic = trace.get("D_losses").floats();
        float[] penalties = trace.get("gps").floats();
        float[] pixel = trace.get("pixel").floats();
        float[] map = trace.get("G_losses").floats();
        SolverState begin = new SolverState(0, 0, Map.of(), tensors);

        try (SparseOtSolver solver = SparseOtSolver.open(spec, CPU, begin, alpha)) {
            double worst = 0;
            for (int i = 0; i < map.length; i++) {
                StepReport report = solver.step(source, target);
                worst = Math.max(worst, Math.abs(report.contentLoss() / pixel[i] - 1));
                worst = Math.max(worst, Math.abs(report.mapLoss() / map[i] - 1));
                worst = Math.max(worst, Math.abs(report.penalty() / (10 * penalties[i]) - 1));
                worst = Math.max(worst, Math.abs(report.potentialLoss() + critic[i]));
            }
            System.out.printf("trace_sot: losses %.1e%n", worst);
            assertThat(worst).isLessThan(LOSS);
            check("trace_sot", spec, solver.state(), trace, "G1.");
        }
    }

    @Test
    void everySolverResumesFromItsFileBitForBit() {
        for (SolverSpec spec : vectorSpecs()) {
            SolverState middle;
            try (var solver = spec.open(CPU, 7)) {
                solver.step(VectorRuns.gaussian(3, 1, 1), VectorRuns.gaussian(3, 2, 2));
                middle = solver.state();
            }
            byte[] file = new SolverCheckpoint(spec, middle).toSafeTensors(Map.of()).toBytes();
            SolverCheckpoint read = SolverCheckpoint.of(SafeTensors.of(file));
            assertThat(read.spec()).isEqualTo(spec);
            SolverState[] ends = new SolverState[2];
            for (int run = 0; run < 2; run++) {
                SolverState from = run == 0 ? middle : read.state();
                try (var solver = spec.resume(CPU, from)) {
                    solver.step(VectorRuns.gaussian(3, 1, 3), VectorRuns.gaussian(3, 2, 4));
                    ends[run] = solver.state();
                    assertThat(solver.averagedWeights().keySet())
                            .isEqualTo(spec.map().shapes().keySet());
                }
            }
            assertThat(ends[0]).as(spec.toString()).isEqualTo(ends[1]);
        }
    }

    private static List<SolverSpec> vectorSpecs() {
        MlpMap map = new MlpMap(3, List.of(8), MlpMap.Skip.IDENTITY);
        MlpPotential potential = new MlpPotential(3, List.of(8));
        Mse cost = new Mse(Up.IDENTITY, 0);
        OptimizerSpec adam = adam(0, 0.9, 0);
        Ots ots =
                new Ots(
                        map,
                        potential,
                        cost,
                        1,
                        Alternation.algorithm1(2),
                        new Unconstrained(),
                        8,
                        adam,
                        adam,
                        0.9);
        LearningRate rate = LearningRate.constant(1e-4);
        return List.of(
                ots,
                new OtsReversed(ots, 0.9),
                new RegularizedIpmGan(map, potential, cost, 1, 10, 2, 8, adam, adam, 0.9),
                new SparseOt(map, potential, cost, 10, 10, 8, rate, rate, 0.9),
                new SmoothedSource(ots, 0.5, 3),
                new SemiDual(
                        new ResidualIcnn(3, List.of(8, 8), 0.02, ConvexActivation.CELU),
                        map,
                        3,
                        0.01,
                        8,
                        adam,
                        adam,
                        0.9),
                VectorRuns.gaussianSpec(3, 2));
    }

    @Test
    void aStepOfAnySolverLeavesNothingBehindInNativeMemory() {
        for (SolverSpec spec : vectorSpecs()) {
            try (var solver = spec.open(CPU, 7)) {
                root(solver).cap(); // from here on, attaching an array to the root throws

                for (int i = 0; i < 3; i++) {
                    solver.step(VectorRuns.gaussian(3, 1, 1), VectorRuns.gaussian(3, 2, 2));
                }
                assertThat(solver.iteration()).isEqualTo(3);
            }
        }
    }

    private static NDManager root(OptimalTransportSolver solver) {
        if (solver instanceof ReversedSolver reversed) {
            return reversed.root();
        }
        if (solver instanceof SparseOtSolver sparse) {
            return sparse.root();
        }
        if (solver instanceof SmoothedSolver smoothed) {
            return root(smoothed.inner());
        }
        if (solver instanceof SemiDualSolver dual) {
            return dual.root();
        }
        return solver instanceof Wasserstein2Solver w2
                ? w2.root()
                : ((MinimaxSolver) solver).root();
    }

    @Test
    void everyCostSurvivesJson() {
        Ots ots = (Ots) vectorSpecs().get(0);
        Sparse sparse = new Sparse(Up.BICUBIC, 3, 0.5, FrequencySparsity.Mean.SAMPLE);
        List<CostSpec> costs =
                List.of(
                        sparse,
                        Perceptual.paper(Up.BICUBIC, 25_000, "vgg16.safetensors"),
                        new Weighted(
                                Up.IDENTITY,
                                0,
                                List.of(
                                        new Weighted.Term(0.5, sparse),
                                        new Weighted.Term(2, new Mae(Up.IDENTITY, 0)))));
        for (CostSpec cost : costs) {
            Ots with =
                    new Ots(
                            ots.map(),
                            ots.potential(),
                            cost,
                            1,
                            ots.alternation(),
                            ots.constraint(),
                            8,
                            ots.mapOptimizer(),
                            ots.potentialOptimizer(),
                            0);
            assertThat(SpecJson.parse(SpecJson.of(with), SolverSpec.class)).isEqualTo(with);
        }
    }

    @Test
    void aReversedProblemWithoutTheQuadraticCostIsRefused() {
        Ots ots = (Ots) vectorSpecs().get(0);
        Ots absolute =
                new Ots(
                        ots.map(),
                        ots.potential(),
                        new Mae(Up.IDENTITY, 0),
                        1,
                        ots.alternation(),
                        ots.constraint(),
                        8,
                        ots.mapOptimizer(),
                        ots.potentialOptimizer(),
                        0);

        assertThatThrownBy(() -> new OtsReversed(absolute, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be mse");
    }
}
