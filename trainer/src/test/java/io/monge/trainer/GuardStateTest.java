package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ot.DivergedException;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.StepReport;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.ImageTensors;
import io.monge.trainer.GuardConfig.LossBound;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the losses sound the alarm. The noise is that of the demo's own runs: |L_f| about .016 with
 * single values up to nine times that, R_c about .03 with single values of twelve times.
 */
class GuardStateTest {

    private static final LossBound BOUND = new LossBound(4, 0.02, 200, 20, 500);

    /** What a checkpoint needs to be confirmed, as configured beside the bound. */
    private static final int CONFIRM_AFTER = 400;

    @Test
    void aHealthyRunNeverSoundsTheAlarm() {
        for (int seed = 0; seed < 100; seed++) {
            IntToDoubleFunction noise = noise(seed);
            assertThat(alarm(4000, i -> 0.016 * noise.applyAsDouble(i)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aSingleTerribleIterationIsNoDivergence() {
        for (int seed = 0; seed < 20; seed++) {
            IntToDoubleFunction noise = noise(seed);
            assertThat(alarm(2000, i -> (i == 1000 ? 1.0 : 0.03) * noise.applyAsDouble(i) / 1.2))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void lossesMayMoveFastInTheFirstIterations() {
        IntToDoubleFunction noise = noise(1);

        assertThat(
                        alarm(
                                2000,
                                i ->
                                        Math.min(1, 1e-4 * Math.exp(i / 20.0))
                                                * noise.applyAsDouble(i)))
                .as("four orders of magnitude upwards in 185 iterations")
                .isEmpty();
        assertThat(alarm(2000, i -> (0.02 + Math.exp(-i / 20.0)) * noise.applyAsDouble(i)))
                .as("and downwards")
                .isEmpty();
    }

    @Test
    void aMapThatSlowlyLeavesItsStartIsNoDivergence() {
        IntToDoubleFunction noise = noise(2);

        assertThat(alarm(6000, i -> (0.005 + 0.04 * i / 6000) * noise.applyAsDouble(i))).isEmpty();
    }

    @Test
    void tinyLossesMayBecomeOrdinaryOnes() {
        IntToDoubleFunction noise = noise(3);

        assertThat(alarm(2000, i -> (i < 1000 ? 1e-4 : 0.03) * noise.applyAsDouble(i))).isEmpty();
    }

    /** The demo's own divergence went from .03 to .86, 29-fold, within a few hundred iterations. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100, 200, 300, 400, 600})
    void aLossThatGrows29FoldIsNoticedBeforeItHasAndBeforeItsCheckpointsAreConfirmed(int within) {
        for (int seed = 0; seed < 20; seed++) {
            IntToDoubleFunction noise = noise(seed);
            int onset = 1000;
            OptionalInt alarm =
                    alarm(
                            3000,
                            i ->
                                    0.03
                                            * Math.pow(
                                                    29, Math.max(0, (i - onset) / (double) within))
                                            * noise.applyAsDouble(i));

            assertThat(alarm).as("seed %d", seed).isPresent();
            assertThat(alarm.getAsInt())
                    .as("seed %d", seed)
                    .isBetween(onset, onset + Math.min(CONFIRM_AFTER, within + BOUND.window()));
        }
    }

    @Test
    void eachLossIsWatchedForItself() {
        GuardState state = GuardState.NONE;
        for (int i = 1; i <= 1000; i++) {
            state = state.after(report(i, -0.02, 0.03), BOUND);
        }
        assertThat(state.explosion(BOUND)).isEmpty();
        for (int i = 1001; i <= 1040; i++) {
            state = state.after(report(i, 0.02, 0.9), BOUND);
        }

        assertThat(state.explosion(BOUND))
                .get()
                .asString()
                .startsWith("the content loss was ")
                .endsWith("(allowed: 4.0 times)");
    }

    @Test
    void noFactorIsNoBound() {
        LossBound none = new LossBound(0, 0.02, 200, 20, 500);
        GuardState state = GuardState.NONE;
        for (int i = 1; i <= 1000; i++) {
            state = state.after(report(i, i < 900 ? 0.02 : 1e6, 0.03), none);
        }

        assertThat(state.explosion(none)).isEmpty();
    }

    @Test
    void aSmallTrainingThatGoesWellIsLeftAlone() {
        assertThat(alarm(1e-4, 300)).isEmpty();
    }

    @Test
    void aSmallTrainingWhoseRatesAreFarTooHighIsNot() {
        assertThat(alarm(0.05, 300)).isPresent();
    }

    /** First iteration with an alarm, of a real solver on noise. */
    private static OptionalInt alarm(double learningRate, int iterations) {
        LossBound bound = new LossBound(4, 0.02, 20, 10, 100);
        GuardState state = GuardState.NONE;
        try (OptimalTransportSolver solver = Tiny.solver(1, learningRate).open(Compute.cpu(1), 1)) {
            Sampler lr = noise(1, 4);
            Sampler hr = noise(2, 16);
            for (int i = 1; i <= iterations; i++) {
                state = state.after(solver.step(lr, hr), bound);
                if (state.explosion(bound).isPresent()) {
                    return OptionalInt.of(i);
                }
            }
            return OptionalInt.empty();
        } catch (DivergedException e) {
            return OptionalInt.of(iterations);
        }
    }

    private static Sampler noise(long seed, int side) {
        Random random = new Random(seed);
        return (scope, n) ->
                ImageTensors.upload(
                        scope, Stream.generate(() -> Wire.noise(random, side)).limit(n).toList());
    }

    /** First iteration with an alarm, both losses being this one. */
    private static OptionalInt alarm(int iterations, IntToDoubleFunction loss) {
        GuardState state = GuardState.NONE;
        for (int i = 1; i <= iterations; i++) {
            double value = loss.applyAsDouble(i);
            state = state.after(report(i, value, Math.abs(value)), BOUND);
            if (state.explosion(BOUND).isPresent()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static StepReport report(int iteration, double potentialLoss, double contentLoss) {
        return new StepReport(iteration, potentialLoss, 0, contentLoss, 0, 0, 0);
    }

    /** Either sign, mean size 1.1, and now and then a value of ten times that. */
    private static IntToDoubleFunction noise(long seed) {
        Random random = new Random(seed);
        return i -> random.nextGaussian() * Math.exp(0.7 * random.nextGaussian());
    }
}
