package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Sampler;
import io.monge.ot.linear.SquareMatrix;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Samplers over rows of numbers. */
final class Rows {
    private Rows() {}

    /** Draws fresh rows from a generator of its own. */
    static Sampler drawn(int dim, long seed, Function<SplittableRandom, float[]> row) {
        SplittableRandom random = new SplittableRandom(seed);
        return (scope, n) -> {
            float[] values = new float[n * dim];
            for (int i = 0; i < n; i++) {
                System.arraycopy(row.apply(random), 0, values, i * dim, dim);
            }
            return TorchOps.upload(scope, values, n, dim);
        };
    }

    /** Draws rows of a fixed set, with replacement. */
    static Sampler chosen(float[][] rows, long seed) {
        return drawn(rows[0].length, seed, random -> rows[random.nextInt(rows.length)]);
    }

    /** A fixed set in its order, once. */
    static Sampler inOrder(float[][] rows) {
        Iterator<float[]> next = Arrays.asList(rows).iterator();
        return drawn(rows[0].length, 0, random -> next.next());
    }

    /** W ξ with ξ ~ N(0, I). */
    static float[] gaussian(SplittableRandom random, double[][] w) {
        double[] xi = new double[w.length];
        for (int i = 0; i < xi.length; i++) {
            xi[i] = random.nextGaussian();
        }
        return times(w, xi);
    }

    /** Endless W ξ, many rows by one product. */
    static Sampler gaussians(SquareMatrix w, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int dim = w.size();
        float[] weight = w.transposed().floats();
        return (scope, n) -> {
            float[] xi = new float[n * dim];
            for (int i = 0; i < xi.length; i++) {
                xi[i] = (float) random.nextGaussian();
            }
            NDArray draws = TorchOps.upload(scope, xi, n, dim);
            return draws.matMul(TorchOps.upload(scope, weight, dim, dim));
        };
    }

    static float[] times(double[][] w, double[] x) {
        float[] product = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum += w[i][j] * x[j];
            }
            product[i] = (float) sum;
        }
        return product;
    }

    static double[] doubles(float[] row) {
        double[] values = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            values[i] = row[i];
        }
        return values;
    }

    /** Row after row. */
    static float[] flat(float[][] rows) {
        int dim = rows[0].length;
        float[] values = new float[rows.length * dim];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * dim, dim);
        }
        return values;
    }

    /** Rows of a length from their numbers one after the other. */
    static float[][] of(float[] values, int dim) {
        float[][] rows = new float[values.length / dim][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * dim, (i + 1) * dim);
        }
        return rows;
    }
}
