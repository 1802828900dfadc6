package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import io.monge.ot.linear.SquareMatrix;
import io.monge.ot.metric.Gaussian;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Two centred Gaussians, whose map is linear in closed form (Bures): A = Σx^-½ (Σx^½ Σy Σx^½)^½
 * Σx^-½.
 */
public final class GaussianPair implements BenchmarkPair {
    private static final int W2GN_SEED = 0xC0FFEE;

    /** Test points come from another stream than a training of the same seed. */
    private static final long UNSEEN = 0x7E57_0000_0000_0001L;

    private final SquareMatrix x;
    private final SquareMatrix y;
    private final SquareMatrix sigmaX;
    private final SquareMatrix sigmaY;
    private final SquareMatrix map;

    /**
     * @param x Wx: P = N(0, Wx Wxᵀ)
     * @param y Wy: Q = N(0, Wy Wyᵀ)
     */
    GaussianPair(SquareMatrix x, SquareMatrix y) {
        this.x = x;
        this.y = y;
        this.sigmaX = x.times(x.transposed());
        this.sigmaY = y.times(y.transposed());
        this.map = Gaussian.centred(sigmaX).mapTo(Gaussian.centred(sigmaY)).weight();
    }

    /** W2GN's pair in d dimensions: random rotations, standard deviations from ½ to 2. */
    public static GaussianPair w2gn(int dim) {
        NumpyRandom random = new NumpyRandom(W2GN_SEED);
        SquareMatrix y = stretched(HouseholderRotation.draw(random, dim)); // Y comes first there
        SquareMatrix x = stretched(HouseholderRotation.draw(random, dim));
        return new GaussianPair(x, y);
    }

    /** Rotation times diag(exp(linspace(ln ½, ln 2))). */
    static SquareMatrix stretched(double[][] rotation) {
        int n = rotation.length;
        double[][] rows = new double[n][n];
        for (int j = 0; j < n; j++) {
            double share = n == 1 ? 0 : (double) j / (n - 1);
            double deviation = Math.exp(Math.log(0.5) + share * (Math.log(2) - Math.log(0.5)));
            for (int i = 0; i < n; i++) {
                rows[i][j] = rotation[i][j] * deviation;
            }
        }
        return new SquareMatrix(rows);
    }

    /** ½ BW² = ½ (tr Σx + tr Σy - 2 ‖WxᵀWy‖ nuclear), the cost of the true map. */
    public double halfSquaredDistance() {
        double overlap = x.transposed().times(y).nuclearNorm();
        return 0.5 * (sigmaX.trace() + sigmaY.trace() - 2 * overlap);
    }

    /** A x for rows of P. */
    public float[][] push(float[][] rows) {
        double[][] weights = map.rows();
        float[][] images = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            images[i] = Rows.times(weights, Rows.doubles(rows[i]));
        }
        return images;
    }

    /** The pair from Q to P. */
    public GaussianPair inverse() {
        return new GaussianPair(y, x);
    }

    private static Function<SplittableRandom, float[]> row(SquareMatrix w) {
        double[][] rows = w.rows();
        return random -> Rows.gaussian(random, rows);
    }

    @Override
    public int dimension() {
        return x.size();
    }

    @Override
    public Sampler source(long seed) {
        return Rows.gaussians(x, seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.gaussians(y, ~seed);
    }

    @Override
    public TestPoints test(long seed, int most) {
        SplittableRandom random = new SplittableRandom(seed ^ UNSEEN);
        Function<SplittableRandom, float[]> row = row(x);
        float[][] points = new float[most][];
        for (int i = 0; i < most; i++) {
            points[i] = row.apply(random);
        }
        return new TestPoints(points, push(points), sigmaX.trace(), sigmaY.trace());
    }
}
