package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StabilisersTest {
    private static final Compute CPU = Compute.cpu(1);

    /** float32 sums of a handful of numbers of size one. */
    private static final double FLOAT = 1e-5;

    private static final float[] OF_SR = {0.5f, -1, 2};
    private static final float[] OF_HR = {1, 0.25f, -0.5f};
    private static final float[] CONTENT = {0.75f, 0.5f, 1};

    @ParameterizedTest
    @CsvSource({"1, 0.99", "0.3, 0.5", "2, 1"})
    void theExpectileTermIsTheAsymmetricSquareOfTheViolation(double weight, double tau) {
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            // u = [c(x, T(x)) - f(T(x))] - [c(x, y) - f(y)], and both costs are CONTENT here
            double u = -OF_SR[i] + OF_HR[i];
            expected += (u < 0 ? 1 - tau : tau) * u * u / 3;
        }

        double added = penalty(new Expectile(weight, tau), OF_SR, OF_HR);

        assertThat(added).isCloseTo(weight * expected, within(FLOAT));
    }

    @ParameterizedTest
    @CsvSource({"0.5", "1", "4"})
    void theUnbalancedLossIsTheMeanOfTheSoftplusConjugates(double weight) {
        double expected = 0;
        double linear = 0;
        for (int i = 0; i < 3; i++) {
            double ofSource = OF_SR[i] - CONTENT[i];
            double ofTarget = -OF_HR[i];
            expected += (conjugate(ofSource, weight) + conjugate(ofTarget, weight)) / 3;
            linear += (ofSource + ofTarget) / 3;
        }

        double added = penalty(new Unbalanced(weight), OF_SR, OF_HR);

        assertThat(added).isCloseTo(expected - linear, within(FLOAT)).isNotNegative();
    }

    /** w (2 ln(1 + exp(s/w)) - 2 ln 2). */
    private static double conjugate(double s, double weight) {
        return weight * (2 * Math.log1p(Math.exp(s / weight)) - 2 * Math.log(2));
    }

    @Test
    void theUnbalancedLossBecomesTheBalancedOneAsTheWeightGrows() {
        // Ψ*(s) - s = s²/(4w) + O(s⁴/w³): with w = 1e3 and |s| < 3 below 1e-2
        assertThat(penalty(new Unbalanced(1e3), OF_SR, OF_HR)).isBetween(0.0, 1e-2);
    }

    static PotentialConstraint[] stabilisers() {
        return new PotentialConstraint[] {new Expectile(0.7, 0.9), new Unbalanced(1.5)};
    }

    @ParameterizedTest
    @MethodSource("stabilisers")
    void theGradientInThePotentialIsThatOfFiniteDifferences(PotentialConstraint constraint) {
        // Second differences of functions of size one in float32: 1e-2 leaves 1e-3 or so.
        float h = 1e-2f;
        for (int i = 0; i < 3; i++) {
            float[] plus = OF_SR.clone();
            float[] minus = OF_SR.clone();
            plus[i] += h;
            minus[i] -= h;
            double difference =
                    (penalty(constraint, plus, OF_HR) - penalty(constraint, minus, OF_HR))
                            / (2 * h);

            assertThat(gradient(constraint)[i]).isCloseTo((float) difference, within(2e-3f));
        }
    }

    private static double penalty(PotentialConstraint constraint, float[] ofSr, float[] ofHr) {
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            NDArray sr = TorchOps.upload(scope.manager(), ofSr, 3);
            return value(added(constraint, scope.manager(), sr, ofHr));
        }
    }

    private static float[] gradient(PotentialConstraint constraint) {
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            NDArray sr = TorchOps.variable(TorchOps.upload(scope.manager(), OF_SR, 3));
            NDArray added = added(constraint, scope.manager(), sr, OF_HR);
            return TorchOps.grad(added, List.of(sr)).get(0).toFloatArray();
        }
    }

    /** What a constraint adds for given values of f; c(x, ·) is CONTENT everywhere. */
    private static NDArray added(
            PotentialConstraint constraint, NDManager scope, NDArray ofSr, float[] ofHr) {
        NDArray hr = TorchOps.upload(scope, ofHr, 3);
        NDArray content = TorchOps.upload(scope, CONTENT, 3);
        PotentialBatch batch = new PotentialBatch(y -> y, ofSr, hr, ofSr, hr, y -> content);
        NDArray zero = TorchOps.upload(scope, new float[1], 1).sum();
        RandomGenerator random = new SplittableRandom(1);
        return constraint.addTo(zero, batch, random);
    }

    private static double value(NDArray scalar) {
        return TorchOps.detach(scalar).getFloat();
    }

    @Test
    void theNoiseHasItsDeviationAtFirstAndIsGoneWhenItShouldBe() {
        SmoothedSource spec = new SmoothedSource(ots(new Unconstrained()), 0.8, 4);
        List<Double> meanSquares = new ArrayList<>();
        Sampler pointMass = (scope, n) -> scope.zeros(new Shape(n, 2));

        OptimalTransportSolver spy = new MeanSquareOfSource(meanSquares);
        try (OptimalTransportSolver solver = new SmoothedSolver(spec, spy, new SeededDraws(3))) {
            for (int k = 0; k < 6; k++) {
                solver.step(pointMass, pointMass);
            }
        }

        for (int k = 0; k < 6; k++) {
            double deviation = 0.8 * Math.max(0, 1 - k / 4.0);
            // 20,000 draws: four standard errors of a variance are 4 %
            assertThat(meanSquares.get(k)).isCloseTo(deviation * deviation, withinPercentage(4));
        }
    }

    /** Draws 10,000 points of the plane a step, and nothing else. */
    private static final class MeanSquareOfSource implements OptimalTransportSolver {
        private final NDManager root = CPU.openRoot();
        private final List<Double> seen;

        MeanSquareOfSource(List<Double> seen) {
            this.seen = seen;
        }

        @Override
        public StepReport step(Sampler source, Sampler target) {
            try (NDManager scope = root.newSubManager()) {
                seen.add((double) source.sample(scope, 10_000).square().mean().getFloat());
            }
            return new StepReport(iteration(), 0, 0, 0, 0, 0, 0);
        }

        @Override
        public long iteration() {
            return seen.size();
        }

        @Override
        public TransportMap map() {
            return x -> x;
        }

        @Override
        public Map<String, HostTensor> averagedWeights() {
            return Map.of();
        }

        @Override
        public SolverState state() {
            return new SolverState(0, iteration(), Map.of(), Map.of());
        }

        @Override
        public void close() {
            root.close();
        }
    }

    @Test
    void aSmoothedRunIsThePlainOneOnNoisySamples() {
        Ots plain = ots(new Unconstrained());
        SolverState noisy = end(new SmoothedSource(plain, 0.5, 10), 3);
        SolverState again = end(new SmoothedSource(plain, 0.5, 10), 3);
        SolverState none = end(new SmoothedSource(plain, 0, 10), 3);

        assertThat(noisy).isEqualTo(again).isNotEqualTo(end(plain, 3));
        assertThat(none).isEqualTo(end(plain, 3));
    }

    /** Weights at which the solution stays that of the problem without them. */
    static PotentialConstraint[] mildStabilisers() {
        return new PotentialConstraint[] {new Expectile(0.1, 0.99), new Unbalanced(50)};
    }

    @ParameterizedTest
    @MethodSource("mildStabilisers")
    void aStabilisedRunStillFindsTheShift(PotentialConstraint constraint) {
        // P = N(0, I), Q = N((1, 1), I): T(x) = x + (1, 1)
        Sampler source = VectorRuns.gaussian(2, 1, 11);
        Sampler centred = VectorRuns.gaussian(2, 1, 12);
        Sampler target =
                (scope, n) -> {
                    NDArray y = centred.sample(scope, n);
                    return y.add(y.onesLike());
                };
        try (OptimalTransportSolver solver = ots(constraint).open(CPU, 5)) {
            for (int i = 0; i < 400; i++) {
                solver.step(source, target);
            }
            try (NDManager root = CPU.openRoot();
                    GradientScope scope = GradientScope.frozen(root)) {
                NDArray zero = TorchOps.upload(scope.manager(), new float[2], 1, 2);
                float[] image = solver.map().of(zero).toFloatArray();
                // 400 short steps of a game: within a quarter of the way
                assertThat(image[0]).isCloseTo(1, within(0.25f));
                assertThat(image[1]).isCloseTo(1, within(0.25f));
            }
        }
    }

    private static SolverState end(SolverSpec spec, int steps) {
        Sampler source = VectorRuns.gaussian(2, 1, 1);
        Sampler target = VectorRuns.gaussian(2, 2, 2);
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            for (int i = 0; i < steps; i++) {
                solver.step(source, target);
            }
            return solver.state();
        }
    }

    private static Ots ots(PotentialConstraint constraint) {
        OptimizerSpec adam = new OptimizerSpec(new LearningRate(2e-3, 0, 400, 0.1), 0.5, 0.9, 0);
        return new Ots(
                new MlpMap(2, List.of(32, 32), MlpMap.Skip.IDENTITY),
                new MlpPotential(2, List.of(32, 32)),
                new Mse(Up.IDENTITY, 0),
                1,
                Alternation.algorithm1(3),
                constraint,
                64,
                adam,
                adam,
                0.9);
    }
}
