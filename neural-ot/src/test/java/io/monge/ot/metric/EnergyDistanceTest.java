package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnergyDistanceTest {

    @Test
    void twoPointsAreTheirDistanceApart() {
        var line = new EnergyDistance(new float[][] {{2}});

        // F and G differ by one between the points: the integral is the distance.
        assertThat(line.biased(new float[][] {{1}}, new float[][] {{4}}))
                .isCloseTo(3, within(1e-12));
    }

    @Test
    void theUnbiasedDistanceIsTheStatisticOfPairs() {
        var random = new SplittableRandom(3);
        float[][] x = column(40, 0, random);
        float[][] y = column(30, 0.5, random);
        double expected = meanDistance(x, y, 40 * 30);
        expected -= meanDistance(x, x, 40 * 39) / 2;
        expected -= meanDistance(y, y, 30 * 29) / 2;

        double unbiased = new EnergyDistance(new float[][] {{1}}).unbiased(x, y);

        assertThat(unbiased).isCloseTo(expected, within(1e-9));
    }

    @Test
    void equalDistributionsAreOnAverageAtZero() {
        var distance = EnergyDistance.seeded(50, 2, 1);
        var random = new SplittableRandom(5);
        double sum = 0;
        double biased = 0;
        for (int i = 0; i < 50; i++) {
            float[][] x = plane(64, random);
            float[][] y = plane(64, random);
            sum += distance.unbiased(x, y) / 50;
            biased += distance.biased(x, y) / 50;
        }

        // One draw scatters by about 0.01, fifty by 0.0015; the wrong sign would give twice the
        // biased value.
        assertThat(sum).isCloseTo(0, within(0.006));
        assertThat(biased).isGreaterThan(0.012);
    }

    private static float[][] column(int n, double shift, SplittableRandom random) {
        float[][] rows = new float[n][1];
        for (float[] row : rows) {
            row[0] = (float) (random.nextGaussian() + shift);
        }
        return rows;
    }

    private static float[][] plane(int n, SplittableRandom random) {
        float[][] rows = new float[n][2];
        for (float[] row : rows) {
            row[0] = (float) random.nextGaussian();
            row[1] = (float) random.nextGaussian();
        }
        return rows;
    }

    private static double meanDistance(float[][] x, float[][] y, double pairs) {
        double sum = 0;
        for (float[] a : x) {
            for (float[] b : y) {
                sum += Math.abs((double) a[0] - b[0]);
            }
        }
        return sum / pairs;
    }
}
