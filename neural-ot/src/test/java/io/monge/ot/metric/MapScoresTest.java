package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** L2-UVP and the cosine on maps whose scores are known. */
class MapScoresTest {

    private final float[][] points = gaussian(500, 3, 1);
    private final float[][] truth = scaled(points, 2);

    @Test
    void theTrueMapLeavesNothingUnexplained() {
        assertThat(L2Uvp.percent(truth, truth, 12)).isZero();
        assertThat(CosineSimilarity.of(points, truth, truth)).isCloseTo(1, within(1e-12));
    }

    @Test
    void theConstantMapToTheMeanLeavesAHundredPercent() {
        float[][] constant = new float[truth.length][3];
        for (float[] row : truth) {
            for (int i = 0; i < 3; i++) {
                constant[0][i] += row[i] / truth.length;
            }
        }
        Arrays.fill(constant, constant[0]);

        // float32 means of 500 values.
        assertThat(L2Uvp.percent(constant, truth, L2Uvp.variance(truth)))
                .isCloseTo(100, within(1e-4));
    }

    @Test
    void scalingTooLittleKeepsTheDirection() {
        float[][] pushed = scaled(points, 1.5f);

        assertThat(CosineSimilarity.of(points, pushed, truth)).isCloseTo(1, within(1e-6));
        // ‖1.5x − 2x‖² / Var(2x) = 0.25/4.
        assertThat(L2Uvp.percent(pushed, truth, 4 * meanSquare(points)))
                .isCloseTo(6.25, within(1e-4));
    }

    @Test
    void theIdentityHasNoDirection() {
        assertThat(CosineSimilarity.of(points, points, truth)).isZero();
    }

    @Test
    void movingAwayIsNegative() {
        assertThat(CosineSimilarity.of(points, scaled(points, 0.5f), truth))
                .isCloseTo(-1, within(1e-6));
    }

    @Test
    void differentNumbersOfRowsAreRefused() {
        assertThatThrownBy(() -> L2Uvp.percent(gaussian(3, 2, 1), gaussian(4, 2, 1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 and 4");
    }

    private static double meanSquare(float[][] rows) {
        return Moments.meanSquaredDistance(rows, new float[rows.length][rows[0].length]);
    }

    private static float[][] gaussian(int n, int d, long seed) {
        var random = new SplittableRandom(seed);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int i = 0; i < d; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static float[][] scaled(float[][] rows, float factor) {
        float[][] scaled = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                scaled[i][j] = factor * rows[i][j];
            }
        }
        return scaled;
    }
}
