package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.ResNet;
import io.monge.ot.network.UNet;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import org.junit.jupiter.api.Test;

/** bf16 convolutions over float32 masters: near float32, repeatable, and safe to leave on. */
class MixedPrecisionTest {
    private static final Compute FLOAT32 = Compute.cpu(1);
    private static final Compute BF16 = Compute.cpu(1).in(Precision.BF16);

    @Test
    void aTrainingInBf16StaysWithinOnePercentOfFloat32() {
        Ots spec = spec(new MeanSquare(1));
        double[] exact = losses(spec, FLOAT32, 60);
        double[] narrow = losses(spec, BF16, 60);

        // Not L_T: f's constant is in it, which no gradient but the constraint's determines.
        assertThat(narrow[0]).as("content loss").isCloseTo(exact[0], within(0.01 * exact[0]));
        assertThat(narrow[1]).as("L_f").isCloseTo(exact[1], within(0.01 * exact[1]));
    }

    @Test
    void theFirstStepDiffersFromFloat32ByRoundingsAndNotByMore() {
        StepReport exact = firstStep(FLOAT32);
        StepReport narrow = firstStep(BF16);

        assertThat(narrow).isNotEqualTo(exact);
        // A bf16 number is off by up to 2^-9 of itself; a few layers add theirs.
        double rounding = 0.01;
        assertThat(narrow.potentialOfHr())
                .isCloseTo(
                        exact.potentialOfHr(), within(rounding * Math.abs(exact.potentialOfHr())));
        assertThat(narrow.penalty())
                .isCloseTo(exact.penalty(), within(2 * rounding * exact.penalty()));
    }

    @Test
    void equalSeedsGiveEqualBitsAndAResumedRunEndsAtTheSame() {
        Ots spec = spec(new MeanSquare(1));
        SolverState whole;
        SolverState half;
        Sampler lr = TinyRuns.noise(4, 1);
        Sampler hr = TinyRuns.noise(16, 2);
        try (OptimalTransportSolver solver = spec.open(BF16, 7)) {
            run(solver, 3, lr, hr);
            half = solver.state();
            run(solver, 3, TinyRuns.noise(4, 3), TinyRuns.noise(16, 4));
            whole = solver.state();
        }

        try (OptimalTransportSolver resumed = spec.resume(BF16, half);
                OptimalTransportSolver again = spec.open(BF16, 7)) {
            run(resumed, 3, TinyRuns.noise(4, 3), TinyRuns.noise(16, 4));
            run(again, 3, TinyRuns.noise(4, 1), TinyRuns.noise(16, 2));

            assertThat(resumed.state()).isEqualTo(whole);
            assertThat(again.state()).isEqualTo(half);
        }
    }

    @Test
    void checkpointsAndPublishedWeightsAreFloat32() {
        try (OptimalTransportSolver solver = spec(new MeanSquare(1)).open(BF16, 7)) {
            run(solver, 2, TinyRuns.noise(4, 1), TinyRuns.noise(16, 2));

            assertThat(solver.averagedWeights().values())
                    .allSatisfy(tensor -> assertThat(tensor.type().name()).isEqualTo("F32"));
            HostTensor weight = solver.state().tensors().get("map.head.0.weight");
            assertThat(weight.type().name()).isEqualTo("F32");
            // Steps of 1e-3 of the weights would be lost in bf16.
            assertThat(bitsBelowBf16(weight)).isTrue();
        }
    }

    private static boolean bitsBelowBf16(HostTensor tensor) {
        for (float value : tensor.floats()) {
            if ((Float.floatToRawIntBits(value) & 0xffff) != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theGradientPenaltyIsRefusedInBf16AndTrainsInFloat32WhenTheChoiceIsOurs() {
        Ots spec = spec(new GradientPenalty(10));

        assertThatThrownBy(() -> spec.open(BF16, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "precision is bf16, must be float32 or auto:"
                                + " the gradient penalty is differentiated twice");
        assertThat(firstStep(spec, FLOAT32.in(Precision.AUTO))).isEqualTo(firstStep(spec, FLOAT32));
    }

    @Test
    void batchNormalisedMapsTrainWithFloat32StatisticsSharedWithTheMasters() {
        Ots spec =
                new Ots(
                        UNet.reference(4),
                        new ResNet(16, 4, 16, 0.1, 0.2),
                        new Mse(Up.IDENTITY, 0),
                        1,
                        Alternation.algorithm1(1),
                        new Unconstrained(),
                        2,
                        new OptimizerSpec(LearningRate.constant(1e-3), 0, 0.9, 0),
                        new OptimizerSpec(LearningRate.constant(1e-3), 0, 0.9, 0),
                        0.9);
        try (OptimalTransportSolver narrow = spec.open(BF16, 7);
                OptimalTransportSolver exact = spec.open(FLOAT32, 7)) {
            run(narrow, 2, TinyRuns.noise(16, 1), TinyRuns.noise(16, 2));
            run(exact, 2, TinyRuns.noise(16, 1), TinyRuns.noise(16, 2));
            String name = "map.inc.double_conv.1.running_var";
            float[] wanted = exact.state().tensors().get(name).floats();
            float[] found = narrow.state().tensors().get(name).floats();

            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).isCloseTo(wanted[i], within(0.01f * wanted[i]));
            }
        }
    }

    @Test
    void aStepInBf16LeavesNothingBehindInNativeMemory() {
        try (MinimaxSolver solver =
                (MinimaxSolver) TinyRuns.spec(new MeanSquare(1), 0).open(BF16, 7)) {
            solver.root().cap(); // from here on, attaching an array to the root throws

            run(solver, 3, TinyRuns.noise(4, 1), TinyRuns.noise(8, 2));

            assertThat(solver.iteration()).isEqualTo(3);
        }
    }

    /** The paper's networks with a dynamic cost, a tenth as wide. */
    private static Ots spec(PotentialConstraint constraint) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(3e-4), 0, 0.9, 0);
        return new Ots(
                Edsr.reference(4, 2, 8),
                new ResNet(16, 8, 32, 0.1, 0.2),
                new Mse(Up.BICUBIC, 2),
                1,
                Alternation.algorithm1(2),
                constraint,
                4,
                adam,
                adam,
                0.99);
    }

    /** Means over a run: content loss, L_f. */
    private static double[] losses(Ots spec, Compute compute, int steps) {
        double[] sums = new double[2];
        try (OptimalTransportSolver solver = spec.open(compute, 7)) {
            Sampler lr = TinyRuns.noise(4, 1);
            Sampler hr = TinyRuns.noise(16, 2);
            for (int i = 0; i < steps; i++) {
                StepReport report = solver.step(lr, hr);
                sums[0] += report.contentLoss() / steps;
                sums[1] += report.potentialLoss() / steps;
            }
        }
        return sums;
    }

    private static StepReport firstStep(Compute compute) {
        return firstStep(spec(new MeanSquare(1)), compute);
    }

    private static StepReport firstStep(Ots spec, Compute compute) {
        try (OptimalTransportSolver solver = spec.open(compute, 7)) {
            return solver.step(TinyRuns.noise(4, 1), TinyRuns.noise(16, 2));
        }
    }

    private static void run(OptimalTransportSolver solver, int steps, Sampler lr, Sampler hr) {
        for (int i = 0; i < steps; i++) {
            solver.step(lr, hr);
        }
    }
}
