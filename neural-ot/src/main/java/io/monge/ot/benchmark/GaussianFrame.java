package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.Sampler;
import io.monge.ot.TransportMap;
import io.monge.ot.linear.SquareMatrix;
import io.monge.ot.tensor.TorchOps;

/**
 * Coordinates in which P and Q are centred and have one covariance S, diagonal and not increasing.
 *
 * <p>With A the closed-form map between Gaussians of P's and Q's moments, and R the eigenvectors of
 * A^½ Σx A^½: u = Rᵀ A^½ (x - mx) and v = Rᵀ A^-½ (y - my). Then ⟨u, v⟩ = ⟨x - mx, y - my⟩, so the
 * optimal maps of the quadratic cost correspond exactly, T(x) = my + A^½ R T'(Rᵀ A^½ (x - mx)), and
 * the linear map has become the identity.
 */
public final class GaussianFrame {
    private final float[] sourceMean;
    private final float[] targetMean;
    private final SquareMatrix ofSource;
    private final SquareMatrix ofTarget;
    private final double[] variances;

    private GaussianFrame(
            GaussianMoments x,
            GaussianMoments y,
            SquareMatrix ofSource,
            SquareMatrix ofTarget,
            double[] variances) {
        this.sourceMean = x.mean();
        this.targetMean = y.mean();
        this.ofSource = ofSource;
        this.ofTarget = ofTarget;
        this.variances = variances;
    }

    /** The coordinates as they are. */
    public static GaussianFrame none(int dim) {
        SquareMatrix identity = SquareMatrix.identity(dim);
        GaussianMoments standard = new GaussianMoments(new float[dim], identity);
        double[] ones = new double[dim];
        java.util.Arrays.fill(ones, 1);
        return new GaussianFrame(standard, standard, identity, identity, ones);
    }

    /**
     * @param x (n, d) of P
     * @param y (m, d) of Q
     */
    public static GaussianFrame of(float[][] x, float[][] y) {
        GaussianMoments p = GaussianMoments.of(x);
        GaussianMoments q = GaussianMoments.of(y);
        SquareMatrix map = p.mapTo(q);
        SquareMatrix root = map.power(0.5);
        SquareMatrix.Spectrum spectrum = root.times(p.covariance()).times(root).spectrum();
        SquareMatrix rotation = spectrum.vectors();
        return new GaussianFrame(
                p, q, root.times(rotation), map.power(-0.5).times(rotation), spectrum.values());
    }

    /** The diagonal of S, not increasing; ones for {@link #none}. */
    public double[] variances() {
        return variances.clone();
    }

    /** Samples of P in these coordinates. */
    Sampler source(Sampler samples) {
        return changed(samples, toSource());
    }

    /** Samples of Q in these coordinates. */
    Sampler target(Sampler samples) {
        return changed(samples, toTarget());
    }

    private static Sampler changed(Sampler samples, TransportMap change) {
        return (scope, n) -> change.of(samples.sample(scope, n));
    }

    /** From P's own coordinates into these. */
    TransportMap toSource() {
        return shifted(sourceMean, ofSource);
    }

    /** From Q's own coordinates into these. */
    TransportMap toTarget() {
        return shifted(targetMean, ofTarget);
    }

    /** (z - mean) M, row by row. */
    private static TransportMap shifted(float[] mean, SquareMatrix matrix) {
        int dim = mean.length;
        float[] values = matrix.floats();
        return z -> {
            NDManager scope = z.getManager();
            NDArray m = TorchOps.upload(scope, values, dim, dim);
            return z.sub(TorchOps.upload(scope, mean, 1, dim)).matMul(m);
        };
    }

    /** T between P and Q themselves from T' between these coordinates. */
    TransportMap map(TransportMap inside) {
        TransportMap there = toSource();
        int dim = targetMean.length;
        float[] back = ofSource.transposed().floats();
        return x -> {
            NDManager scope = x.getManager();
            NDArray image = inside.of(there.of(x));
            NDArray turned = image.matMul(TorchOps.upload(scope, back, dim, dim));
            return turned.add(TorchOps.upload(scope, targetMean, 1, dim));
        };
    }
}
