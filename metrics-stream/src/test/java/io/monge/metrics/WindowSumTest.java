package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.schemas.record.MetricWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class WindowSumTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final WindowKey KEY =
            new WindowKey(Series.of(Samples.at(NOON, 0)), NOON, LENGTH);

    @Test
    void percentilesAreWithinOnePercentOfTheSortedValues() {
        percentilesAreClose(random -> random.nextDouble() * 100);
        percentilesAreClose(random -> Math.exp(5 * random.nextGaussian()));
        percentilesAreClose(random -> -Math.exp(3 * random.nextGaussian()));
        percentilesAreClose(Random::nextGaussian);
    }

    private static void percentilesAreClose(ToDoubleFunction<Random> draw) {
        Random random = new Random(5);
        double[] values = new double[5000];
        WindowSum sum = WindowSum.empty("1");
        for (int i = 0; i < values.length; i++) {
            values[i] = draw.applyAsDouble(random);
            sum.add(Samples.at(NOON, values[i]));
        }
        Arrays.sort(values);

        MetricWindow window = sum.live(KEY);

        assertClose(window.getP50(), values, 0.50);
        assertClose(window.getP95(), values, 0.95);
        assertClose(window.getP99(), values, 0.99);
    }

    private static void assertClose(double found, double[] sorted, double quantile) {
        double exact = sorted[(int) Math.floor(quantile * (sorted.length - 1))];
        // the sketch's own bound, 1 % of the value, and rounding
        assertThat(found).isCloseTo(exact, within(0.01 * Math.abs(exact) + 1e-12));
    }

    @Test
    void aSumThatWentThroughTheStoreGoesOnAsIfItHadNot() {
        Random random = new Random(6);
        WindowSum kept = WindowSum.empty("s");
        WindowSum stored = WindowSum.empty("s");
        for (int i = 0; i < 1000; i++) {
            double value = random.nextGaussian() * 7;
            kept.add(Samples.at(NOON.plusMillis(i), value));
            stored.add(Samples.at(NOON.plusMillis(i), value));
            stored = WindowSum.decode(stored.encode());
        }

        assertThat(stored.live(KEY)).isEqualTo(kept.live(KEY));
    }

    @Test
    void oneValueIsItsOwnMeanRangeAndPercentile() {
        WindowSum sum = WindowSum.empty("1");
        sum.add(Samples.at(NOON, 0.123));

        MetricWindow window = sum.live(KEY);

        assertThat(window.getMean()).isEqualTo(0.123);
        assertThat(window.getP50()).isEqualTo(0.123);
        assertThat(window.getP99()).isEqualTo(0.123);
        assertThat(window.getStddev()).isZero();
    }

    @Test
    void theLastValueIsTheLatestMeasuredNotTheLatestArrived() {
        WindowSum sum = WindowSum.empty("1");
        sum.add(Samples.at(NOON.plusSeconds(2), 2));
        sum.add(Samples.at(NOON.plusSeconds(1), 1));

        assertThat(sum.live(KEY).getLast()).isEqualTo(2);
    }

    @Test
    void theLargestAllowedValuesAreSummedUp() {
        WindowSum sum = WindowSum.empty("1");
        for (double value : new double[] {1e100, -1e100, 1e-300, -0.0, Double.MIN_VALUE}) {
            sum.add(Samples.at(NOON, value));
        }

        MetricWindow window = WindowSum.decode(sum.encode()).live(KEY);

        assertThat(window.getMax()).isEqualTo(1e100);
        assertThat(window.getStddev()).isFinite();
    }
}
