package io.monge.ot.metric;

import java.util.SplittableRandom;

/** Unit vectors to slice distributions along, and projections on them. */
final class Directions {

    private Directions() {}

    /** (count, dimension) vectors, uniform on the unit sphere. */
    static float[][] uniform(int count, int dimension, long seed) {
        if (count < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    "at least one direction of one coordinate is needed, asked for %d of %d"
                            .formatted(count, dimension));
        }
        var random = new SplittableRandom(seed);
        float[][] directions = new float[count][dimension];
        for (float[] direction : directions) {
            for (int i = 0; i < dimension; i++) {
                direction[i] = (float) random.nextGaussian();
            }
        }
        for (int i = 0; i < count; i++) {
            directions[i] = normalised(directions[i]);
        }
        return directions;
    }

    static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0)) {
            throw new IllegalArgumentException("a direction must not be the zero vector");
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    static double[] project(float[][] rows, float[] direction) {
        double[] projections = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            float sum = 0;
            float[] values = rows[row];
            for (int i = 0; i < direction.length; i++) {
                sum += values[i] * direction[i];
            }
            projections[row] = sum;
        }
        return projections;
    }

    /**
     * Projections of points given by columns: the inner loop runs along memory, so that it is
     * vectorised.
     *
     * @param columns (d, n)
     * @return (n)
     */
    static float[] projectColumns(float[][] columns, float[] direction) {
        float[] projections = new float[columns[0].length];
        for (int i = 0; i < direction.length; i++) {
            float weight = direction[i];
            float[] column = columns[i];
            for (int j = 0; j < projections.length; j++) {
                projections[j] += weight * column[j];
            }
        }
        return projections;
    }
}
