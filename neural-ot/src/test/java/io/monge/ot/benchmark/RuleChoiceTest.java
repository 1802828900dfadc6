package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.network.ConvexActivation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleChoiceTest {
    private static final RuleChoice.Candidate QUICK = candidate(5e-3);
    private static final RuleChoice.Candidate SLOW = candidate(1e-6);

    private static RuleChoice.Candidate candidate(double learningRate) {
        return new RuleChoice.Candidate(
                new VectorMethods.Rule(ConvexActivation.CELU, learningRate), 1);
    }

    @Test
    void theDualValueNeedsNoTrueMapAndRanksAMapThatLearntBeforeOneThatDidNot() {
        SampledPair pair = TornSquare.pair();
        List<RuleChoice.Trial> seen = new ArrayList<>();

        List<RuleChoice.Trial> trials =
                new RuleChoice(1_000, 150, 1, 3).trials(pair, List.of(SLOW, QUICK), seen::add);

        assertThat(seen).isEqualTo(trials);
        RuleChoice.Trial slow = trials.get(0);
        RuleChoice.Trial quick = trials.get(1);
        // Nothing learnt: ψ is near ‖·‖²/2 still.
        assertThat(slow.dual()).isCloseTo(slow.identity(), within(0.02 * slow.identity()));
        assertThat(quick.dual()).isLessThan(slow.dual());
        assertThat(RuleChoice.ranked(trials).get(0).candidate()).isEqualTo(QUICK);
        assertThat(RuleChoice.ranked(trials).get(0).share()).isEqualTo(1);
    }

    @Test
    void ofSeveralTrainingsTheMeanOfThePotentialsIsJudged() {
        SampledPair pair = TornSquare.pair();
        RuleChoice choice = new RuleChoice(1_000, 120, 2, 3);

        List<RuleChoice.Trial> trials =
                choice.trials(pair, List.of(RuleChoice.Candidate.of(3)), trial -> {});

        RuleChoice.Trial trial = trials.get(0);
        assertThat(trial.dual()).isLessThan(trial.identity());
        assertThat(trial.unsolved()).isLessThan(1e-3);
        assertThat(choice.trials(pair, List.of(RuleChoice.Candidate.of(3)), more -> {}))
                .isEqualTo(trials);
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
        SampledPair pair = TornSquare.pair();

        SampledPair.HeldOut parts = pair.holdingOut(2_048);

        assertThat(parts.points().x()).hasDimensions(2_048, 2);
        assertThat(parts.rest().training(0, Integer.MAX_VALUE).x()).hasDimensions(2_048, 2);
        assertThatThrownBy(() -> pair.holdingOut(2_049))
                .hasMessage("2049 samples cannot be held out, must be 1 to 2048");
    }
}
