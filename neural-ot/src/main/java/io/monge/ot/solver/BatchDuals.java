package io.monge.ot.solver;

import io.monge.ot.linear.Assignment;
import java.util.Arrays;

/**
 * The optimal transport between two batches of one size for the cost ‖y - x‖²/2: mean u - mean v is
 * greatest under u_r - v_f ≤ c_rf, and all u and v sum to zero.
 *
 * @param u of every y
 * @param v of every x
 * @param partner the y of every x in the optimal plan
 */
record BatchDuals(double[] u, double[] v, int[] partner) {
    /** Solves the assignment exactly, in float64. */
    static BatchDuals of(float[][] y, float[][] x) {
        double[][] costs = new double[y.length][x.length];
        for (int r = 0; r < y.length; r++) {
            for (int f = 0; f < x.length; f++) {
                costs[r][f] = 0.5 * squareDistance(y[r], x[f]);
            }
        }
        return of(costs);
    }

    /**
     * @param costs (r, f)
     */
    static BatchDuals of(double[][] costs) {
        Assignment plan = Assignment.of(costs);
        int n = costs.length;
        double u = Arrays.stream(plan.rowDuals()).sum();
        double v = -Arrays.stream(plan.columnDuals()).sum();
        double mean = (u + v) / (2 * n);
        int[] partner = new int[n];
        for (int r = 0; r < n; r++) {
            partner[plan.columns()[r]] = r;
        }
        return new BatchDuals(
                Arrays.stream(plan.rowDuals()).map(value -> value - mean).toArray(),
                Arrays.stream(plan.columnDuals()).map(value -> -value - mean).toArray(),
                partner);
    }

    /** The same plan from the other side: u = -v, v = -u. */
    BatchDuals reversed() {
        int[] partners = new int[partner.length];
        for (int f = 0; f < partner.length; f++) {
            partners[partner[f]] = f;
        }
        return new BatchDuals(negated(v), negated(u), partners);
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    double meanU() {
        return Arrays.stream(u).average().orElseThrow();
    }

    /** ‖y - x‖ of every x and its partner. */
    double[] distances(float[][] y, float[][] x) {
        double[] distances = new double[x.length];
        for (int f = 0; f < x.length; f++) {
            distances[f] = Math.sqrt(squareDistance(y[partner[f]], x[f]));
        }
        return distances;
    }

    private static double squareDistance(float[] y, float[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) y[i] - x[i];
            sum += difference * difference;
        }
        return sum;
    }
}
