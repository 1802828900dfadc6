package io.monge.ot.metric;

/** First and second moments of rows, in double. */
final class Moments {

    private Moments() {}

    /** Sum of the population variances of the coordinates of (n, d) rows. */
    static double totalVariance(float[][] rows) {
        int width = Shapes.requireRows(rows, 1);
        double total = 0;
        for (int column = 0; column < width; column++) {
            double mean = 0;
            for (float[] row : rows) {
                mean += row[column];
            }
            mean /= rows.length;
            double sum = 0;
            for (float[] row : rows) {
                double deviation = row[column] - mean;
                sum += deviation * deviation;
            }
            total += sum / rows.length;
        }
        return total;
    }

    /** Mean over rows of ‖a - b‖². */
    static double meanSquaredDistance(float[][] a, float[][] b) {
        Shapes.requireSameRows(a, b);
        double sum = 0;
        for (int row = 0; row < a.length; row++) {
            for (int column = 0; column < a[row].length; column++) {
                double difference = (double) a[row][column] - b[row][column];
                sum += difference * difference;
            }
        }
        return sum / a.length;
    }
}
