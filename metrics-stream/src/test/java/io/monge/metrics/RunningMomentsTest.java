package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {

    /** Rounding of a few thousand additions; the terms themselves are exact to 1e-16. */
    private static final double ROUNDING = 1e-11;

    @Test
    void oneByOneIsTheSameAsTheDefinition() {
        double[] values = {3, -1, 4, 1, -5, 9, 2.5};

        RunningMoments moments = of(values);

        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertThat(moments.count()).isEqualTo(7);
        assertThat(moments.mean()).isCloseTo(mean, within(1e-15));
        assertThat(moments.deviation()).isCloseTo(Math.sqrt(variance), within(1e-14));
        assertThat(moments.min()).isEqualTo(-5);
        assertThat(moments.max()).isEqualTo(9);
    }

    @Test
    void mergedPartsAreTheBatchHoweverTheyAreCut() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            double[] values = random.doubles(1 + random.nextInt(2000), -1, 1).toArray();
            double shift = random.nextInt(3) * 100.0;
            for (int i = 0; i < values.length; i++) {
                values[i] += shift;
            }

            RunningMoments merged = RunningMoments.NONE;
            for (int from = 0; from < values.length; ) {
                int to = Math.min(values.length, from + random.nextInt(300));
                merged = merged.merge(of(Arrays.copyOfRange(values, from, to)));
                from = to;
            }

            RunningMoments batch = of(values);
            assertThat(merged.count()).isEqualTo(batch.count());
            assertThat(merged.min()).isEqualTo(batch.min());
            assertThat(merged.max()).isEqualTo(batch.max());
            assertThat(merged.mean()).isCloseTo(batch.mean(), within(ROUNDING * (1 + shift)));
            assertThat(merged.deviation())
                    .isCloseTo(batch.deviation(), within(ROUNDING * (1 + shift)));
        }
    }

    @Test
    void aSmallSpreadFarFromZeroIsNotLost() {
        // The textbook formula E[x^2] - E[x]^2 gives 0 or worse here.
        RunningMoments moments = of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

        assertThat(moments.deviation()).isCloseTo(Math.sqrt(22.5), within(1e-9));
    }

    @Test
    void nothingIsNeutral() {
        RunningMoments some = of(1, 2, 3);

        assertThat(some.merge(RunningMoments.NONE)).isEqualTo(some);
        assertThat(RunningMoments.NONE.merge(some)).isEqualTo(some);
        assertThat(RunningMoments.NONE.deviation()).isZero();
    }

    private static RunningMoments of(double... values) {
        RunningMoments moments = RunningMoments.NONE;
        for (double value : values) {
            moments = moments.with(value);
        }
        return moments;
    }
}
