package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.network.ConvexActivation;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RuleChoiceTest {
    private static final VectorMethods.Rule QUICK =
            new VectorMethods.Rule(ConvexActivation.CELU, 5e-3);
    private static final VectorMethods.Rule SLOW =
            new VectorMethods.Rule(ConvexActivation.CELU, 1e-6);

    @Test
    void theDualValueNeedsNoTrueMapAndRanksAMapThatLearntBeforeOneThatDidNot() {
        SampledPair pair = halves();
        List<RuleChoice.Trial> seen = new ArrayList<>();

        List<RuleChoice.Trial> trials =
                new RuleChoice(1_000, 150, Compute.cpu(1), 3)
                        .trials(pair, List.of(SLOW, QUICK), seen::add);

        assertThat(seen).isEqualTo(trials);
        RuleChoice.Trial slow = trials.get(0);
        RuleChoice.Trial quick = trials.get(1);
        // Nothing learnt: ψ is near ‖·‖²/2 still.
        assertThat(slow.dual()).isCloseTo(slow.identity(), within(0.02 * slow.identity()));
        assertThat(quick.dual()).isLessThan(slow.dual());
        assertThat(RuleChoice.ranked(trials).get(0).rule()).isEqualTo(QUICK);
        assertThat(RuleChoice.ranked(trials).get(0).share()).isEqualTo(1);
    }

    @Test
    void aTrialThatDivergedOrWhoseConjugateIsUnsolvedGainsNothing() {
        RuleChoice.Trial good = new RuleChoice.Trial(2, QUICK, 1, 2, 1e-6);

        assertThat(new RuleChoice.Trial(2, SLOW, Double.NaN, 2, 0).gain()).isZero();
        assertThat(new RuleChoice.Trial(2, SLOW, 0.5, 2, 0.1).gain()).isZero();
        assertThat(
                        RuleChoice.ranked(
                                List.of(
                                        good,
                                        new RuleChoice.Trial(4, QUICK, 1.5, 2, 0),
                                        new RuleChoice.Trial(2, SLOW, 0.5, 2, 0.1),
                                        new RuleChoice.Trial(4, SLOW, 1, 2, 0))))
                .containsExactly(
                        new RuleChoice.Standing(QUICK, 0.75), new RuleChoice.Standing(SLOW, 0.5));
    }

    @Test
    void halfOfTheSamplesIsTheMostThatCanBeHeldOut() {
        SampledPair pair = halves();

        SampledPair.HeldOut parts = pair.holdingOut(2_048);

        assertThat(parts.points().x()).hasDimensions(2_048, 2);
        assertThat(parts.rest().training(0, Integer.MAX_VALUE).x()).hasDimensions(2_048, 2);
        assertThatThrownBy(() -> pair.holdingOut(2_049))
                .hasMessage("2049 samples cannot be held out, must be 1 to 2048");
    }

    /** A square, torn in two: T(x) = (x₁ + sign x₁, x₂). */
    private static SampledPair halves() {
        SplittableRandom random = new SplittableRandom(7);
        float[][] x = square(random);
        float[][] test = square(random);
        return new SampledPair(x, torn(square(random)), test, torn(test));
    }

    private static float[][] square(SplittableRandom random) {
        float[][] rows = new float[4_096][2];
        for (float[] row : rows) {
            row[0] = (float) random.nextDouble(-1, 1);
            row[1] = (float) random.nextDouble(-1, 1);
        }
        return rows;
    }

    private static float[][] torn(float[][] rows) {
        float[][] images = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            images[i] = new float[] {rows[i][0] + Math.signum(rows[i][0]), rows[i][1]};
        }
        return images;
    }
}
