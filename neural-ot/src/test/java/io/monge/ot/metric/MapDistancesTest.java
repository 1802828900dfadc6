package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.linear.Assignment;
import io.monge.ot.linear.SquareMatrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fréchet distance, BW2-UVP and the Monge gap where their values are known. */
class MapDistancesTest {

    private final float[][] points = rows(200, 3, 1, 1);

    @Test
    void normalDistributionsWithOneDiagonalBasisAreApartByTheirMeansAndDeviations() {
        Gaussian a = new Gaussian(new double[] {1, 0}, diagonal(4, 9));
        Gaussian b = new Gaussian(new double[] {0, 2}, diagonal(1, 16));

        // 1 + 4 + (2 − 1)² + (3 − 4)².
        assertThat(FrechetDistance.between(a, b)).isCloseTo(7, within(1e-12));
        assertThat(FrechetDistance.between(a, a)).isCloseTo(0, within(1e-12));
        assertThat(a.mapTo(b).weight().rows()[1][1]).isCloseTo(4.0 / 3, within(1e-12));
        assertThat(a.mapTo(b).bias()).containsExactly(-0.5, 2);
    }

    @Test
    void aDegenerateCovarianceIsNoObstacle() {
        Gaussian flat = new Gaussian(new double[] {0, 0}, diagonal(4, 0));
        Gaussian upright = new Gaussian(new double[] {0, 0}, diagonal(0, 4));

        assertThat(flat.squaredDistance(upright)).isCloseTo(8, within(1e-12));
    }

    @Test
    void momentsGatheredInBatchesAreThoseOfAllRows() {
        StreamingMoments streamed = new StreamingMoments(3);
        for (int i = 0; i < points.length; i += 40) {
            streamed.add(java.util.Arrays.copyOfRange(points, i, i + 40));
        }

        Gaussian all = StreamingMoments.of(points);

        assertThat(streamed.count()).isEqualTo(200);
        assertThat(streamed.gaussian().mean()).containsExactly(all.mean(), within(1e-14));
        assertThat(all.variance() * 199 / 200)
                .isCloseTo(Moments.totalVariance(points), within(1e-12));
        assertThatThrownBy(() -> new StreamingMoments(2).gaussian())
                .hasMessageContaining("2 rows, there are 0");
        assertThatThrownBy(() -> streamed.add(new float[][] {{1}})).hasMessageContaining("have 1");
    }

    @Test
    void momentsThatAgreeLeaveNothingAndAPointLeavesAHundredPercent() {
        Gaussian target = StreamingMoments.of(points);
        Gaussian point = new Gaussian(target.mean(), diagonal(0, 0, 0));

        assertThat(BuresWassersteinUvp.percent(target, target)).isCloseTo(0, within(1e-10));
        assertThat(BuresWassersteinUvp.percent(point, target)).isCloseTo(100, within(1e-10));
    }

    @Test
    void theGradientOfAConvexFunctionHasNoMongeGapAndARotationHasOne() {
        float[][] stretched = new float[points.length][];
        float[][] rotated = new float[points.length][];
        for (int i = 0; i < points.length; i++) {
            float[] x = points[i];
            stretched[i] = new float[] {2 * x[0], 0.5f * x[1] + 1, x[2]};
            rotated[i] = new float[] {-x[0], -x[1], x[2]};
        }

        assertThat(MongeGap.quadratic(points, stretched)).isCloseTo(0, within(1e-9));
        assertThat(MongeGap.quadratic(points, rotated)).isGreaterThan(1);
    }

    @Test
    void anAssignmentIsCheapestAndItsDualsProveIt() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] costs = new double[6][6];
        for (double[] row : costs) {
            for (int j = 0; j < 6; j++) {
                row[j] = random.nextDouble() - 0.3;
            }
        }

        Assignment found = Assignment.of(costs);

        double sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += found.rowDuals()[i] + found.columnDuals()[i];
            for (int j = 0; j < 6; j++) {
                assertThat(found.rowDuals()[i] + found.columnDuals()[j])
                        .isLessThanOrEqualTo(costs[i][j] + 1e-12);
            }
        }
        assertThat(found.columns()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(found.cost()).isCloseTo(sum, within(1e-12));
    }

    private static SquareMatrix diagonal(double... values) {
        double[][] rows = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            rows[i][i] = values[i];
        }
        return new SquareMatrix(rows);
    }

    private static float[][] rows(int n, int d, double scale, long seed) {
        var random = new SplittableRandom(seed);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int i = 0; i < d; i++) {
                row[i] = (float) (scale * random.nextGaussian());
            }
        }
        return rows;
    }
}
