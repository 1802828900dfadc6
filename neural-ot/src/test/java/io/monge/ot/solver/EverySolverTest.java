package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.FrequencySparsity;
import io.monge.ot.cost.LearnedPerceptual;
import io.monge.ot.cost.Mae;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Perceptual;
import io.monge.ot.cost.Sparse;
import io.monge.ot.cost.Up;
import io.monge.ot.cost.Weighted;
import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.network.HalfSquareMinus;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.network.ResidualIcnn;
import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for every solver: it resumes, it leaves nothing behind, its settings survive. */
class EverySolverTest {
    /** The reference's layout, so that sums run in its order. */
    private static final Compute CPU = new Compute("cpu", 1, MemoryFormat.CONTIGUOUS);

    private static OptimizerSpec adam(double beta1, double beta2, double weightDecay) {
        return new OptimizerSpec(LearningRate.constant(1e-3), beta1, beta2, weightDecay);
    }

    @Test
    void everySolverResumesFromItsFileBitForBit() {
        List<SolverSpec> specs = new ArrayList<>(vectorSpecs());
        specs.add(withDynamicCost((Ots) specs.get(0)));
        for (SolverSpec spec : specs) {
            SolverState middle;
            SolverState uninterrupted;
            try (var solver = spec.open(CPU, 7)) {
                solver.step(VectorRuns.gaussian(3, 1, 1), VectorRuns.gaussian(3, 2, 2));
                middle = solver.state();
                uninterrupted = afterSecondStep(solver);
            }
            byte[] file = new SolverCheckpoint(spec, middle).toSafeTensors(Map.of()).toBytes();
            SolverCheckpoint read = SolverCheckpoint.of(SafeTensors.of(file));
            assertThat(read.spec()).isEqualTo(spec);
            try (var solver = spec.resume(CPU, read.state())) {
                assertThat(afterSecondStep(solver)).as(spec.toString()).isEqualTo(uninterrupted);
                assertThat(solver.averagedWeights().keySet())
                        .isEqualTo(spec.map().shapes().keySet());
            }
        }
    }

    private static SolverState afterSecondStep(OptimalTransportSolver solver) {
        solver.step(VectorRuns.gaussian(3, 1, 3), VectorRuns.gaussian(3, 2, 4));
        return solver.state();
    }

    /** Whose Up is a frozen map from the first iteration on. */
    private static Ots withDynamicCost(Ots ots) {
        return new Ots(
                ots.map(),
                ots.potential(),
                new Mse(Up.IDENTITY, 1),
                1,
                ots.alternation(),
                ots.constraint(),
                8,
                ots.mapOptimizer(),
                ots.potentialOptimizer(),
                0.9);
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
                duals(new LargeScale(LargeScale.Regularization.SQUARE, 0.03), adam),
                duals(new LargeScale(LargeScale.Regularization.ENTROPY, 1), adam),
                duals(new BatchMaximum(), adam),
                duals(new InnerMaximum(0.1, 3, 1e-3), adam),
                duals(BatchPlan.benchmark(), adam),
                convexified(adam),
                new OtsReversed(convexified(adam), 0.9),
                VectorRuns.gaussianSpec(3, 2));
    }

    private static DualPotentials duals(DualObjective objective, OptimizerSpec adam) {
        return new DualPotentials(icnn(), objective, 8, adam, adam, 0.9);
    }

    private static Ots convexified(OptimizerSpec adam) {
        return new Ots(
                new BrenierMap(icnn()),
                new HalfSquareMinus(icnn()),
                new Mse(Up.IDENTITY, 0),
                1.5,
                Alternation.algorithm1(2),
                new Convexified(),
                8,
                adam,
                adam,
                0.9);
    }

    private static DenseIcnn icnn() {
        return new DenseIcnn(
                3, List.of(8, 8), 1, 0.02, ConvexActivation.CELU, 0, 0.1, DenseIcnn.Names.W2B);
    }

    @Test
    void equalSeedsGiveEqualBitsWithEverySolver() {
        for (SolverSpec spec : vectorSpecs()) {
            assertThat(afterThreeSteps(spec, 7))
                    .as(spec.toString())
                    .isEqualTo(afterThreeSteps(spec, 7))
                    .isNotEqualTo(afterThreeSteps(spec, 8));
        }
    }

    private static SolverState afterThreeSteps(SolverSpec spec, long seed) {
        Sampler source = VectorRuns.gaussian(3, 1, 1);
        Sampler target = VectorRuns.gaussian(3, 2, 2);
        try (var solver = spec.open(CPU, seed)) {
            for (int i = 0; i < 3; i++) {
                solver.step(source, target);
            }
            return solver.state();
        }
    }

    @Test
    void nativeMemoryStaysFlatOverAThousandStepsOfEverySolver() throws IOException {
        for (SolverSpec spec : vectorSpecs()) {
            Sampler source = VectorRuns.gaussian(3, 1, 1);
            Sampler target = VectorRuns.gaussian(3, 2, 2);
            try (var solver = spec.open(CPU, 7)) {
                steps(solver, 200, source, target);
                long growth = leastGrowth(solver, source, target);

                // A step makes some hundred arrays: one graph leaked per step would be far more.
                assertThat(growth).as(spec.toString()).isLessThan(24L << 20);
            }
        }
    }

    /** Over a thousand steps: a leak grows each time, the compiler and the heap once or twice. */
    private static long leastGrowth(OptimalTransportSolver solver, Sampler source, Sampler target)
            throws IOException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3 && least > 8L << 20; round++) {
            long before = NativeMemory.bytes();
            steps(solver, 1000, source, target);
            least = Math.min(least, NativeMemory.bytes() - before);
        }
        return least;
    }

    private static void steps(
            OptimalTransportSolver solver, int count, Sampler source, Sampler target) {
        for (int i = 0; i < count; i++) {
            solver.step(source, target);
        }
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
        if (solver instanceof SemiDualSolver semi) {
            return semi.root();
        }
        if (solver instanceof DualSolver dual) {
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
                        new LearnedPerceptual(Up.BICUBIC, 0, "alexnet.pth", "alex.pth"),
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
}
