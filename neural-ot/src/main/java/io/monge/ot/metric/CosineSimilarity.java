package io.monge.ot.metric;

/**
 * Agreement of the directions in which two maps move points (Korotin et al. 2021): mean⟨T̂(x) − x,
 * T*(x) − x⟩ / √(mean‖T̂(x) − x‖² · mean‖T*(x) − x‖²), in [−1, 1], 1 for the true map.
 *
 * <p>The benchmark's own code takes the second factor from a single batch at construction; here
 * both come from the points scored.
 */
public final class CosineSimilarity {

    private CosineSimilarity() {}

    /**
     * The cosine between two displacement fields.
     *
     * @param points (n, d) x
     * @param pushed (n, d) T̂(x)
     * @param truth (n, d) T*(x)
     * @return 0 where one of the maps moves nothing
     */
    public static double of(float[][] points, float[][] pushed, float[][] truth) {
        double moved = Moments.meanSquaredDistance(pushed, points);
        double cost = Moments.meanSquaredDistance(truth, points);
        if (moved == 0 || cost == 0) {
            return 0;
        }
        double inner = 0;
        for (int row = 0; row < points.length; row++) {
            for (int column = 0; column < points[row].length; column++) {
                double x = points[row][column];
                inner += (pushed[row][column] - x) * (truth[row][column] - x);
            }
        }
        return inner / points.length / Math.sqrt(moved * cost);
    }
}
