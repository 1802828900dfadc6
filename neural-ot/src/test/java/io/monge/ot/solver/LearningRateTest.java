package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void itIsConstantThenFallsLinearlyThenRestsAtTheFloor() {
        LearningRate rate = new LearningRate(8, 100, 200, 0.25);

        assertThat(rate.at(0)).isEqualTo(8);
        assertThat(rate.at(100)).isEqualTo(8);
        assertThat(rate.at(150)).isCloseTo(5, within(1e-12));
        assertThat(rate.at(200)).isEqualTo(2);
        assertThat(rate.at(1_000_000)).isEqualTo(2);
    }

    @Test
    void withoutDecayItNeverChanges() {
        assertThat(LearningRate.constant(3).at(Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    void aDecayThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> new LearningRate(1, 5, 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decayUntil 4");
    }
}
