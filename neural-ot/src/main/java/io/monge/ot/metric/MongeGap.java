package io.monge.ot.metric;

import io.monge.ot.linear.Assignment;
import java.util.function.ToDoubleBiFunction;

/**
 * The Monge gap (Uscidda and Cuturi 2023, arXiv 2302.04953): mean c(x, T(x)) minus the optimal
 * transport cost between the x and the T(x). At least 0, and 0 exactly where T is an optimal map
 * onto its own image, whatever that image is.
 *
 * <p>The inner cost is an exact assignment, O(n³): about a second for 2,000 points.
 */
public final class MongeGap {

    private MongeGap() {}

    /**
     * The gap of the quadratic cost ‖x − y‖².
     *
     * @param points (n, d) x
     * @param pushed (n, d) T(x), row by row
     */
    public static double quadratic(float[][] points, float[][] pushed) {
        return of(points, pushed, MongeGap::squaredDistance);
    }

    /** The gap of a cost c(x, y). */
    public static double of(
            float[][] points, float[][] pushed, ToDoubleBiFunction<float[], float[]> cost) {
        Shapes.requireSameRows(points, pushed);
        int n = points.length;
        double[][] costs = new double[n][n];
        double along = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                costs[i][j] = cost.applyAsDouble(points[i], pushed[j]);
            }
            along += costs[i][i];
        }
        return (along - Assignment.of(costs).cost()) / n;
    }

    private static double squaredDistance(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }
}
