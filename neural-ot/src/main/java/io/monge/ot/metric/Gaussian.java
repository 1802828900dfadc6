package io.monge.ot.metric;

import io.monge.ot.linear.SquareMatrix;
import java.util.Arrays;

/**
 * A normal distribution, or the normal fit of samples: what Fréchet and Bures-Wasserstein distances
 * compare.
 *
 * @param mean (d)
 * @param covariance (d, d), symmetric
 */
public record Gaussian(double[] mean, SquareMatrix covariance) {

    /** x ↦ A x + b. */
    public record Affine(SquareMatrix weight, double[] bias) {}

    public Gaussian {
        mean = mean.clone();
        if (mean.length != covariance.size()) {
            throw new IllegalArgumentException(
                    "the mean has %d coordinates, the covariance %d"
                            .formatted(mean.length, covariance.size()));
        }
    }

    /** N(0, Σ). */
    public static Gaussian centred(SquareMatrix covariance) {
        return new Gaussian(new double[covariance.size()], covariance);
    }

    @Override
    public double[] mean() {
        return mean.clone();
    }

    /** Total variance, tr Σ. */
    public double variance() {
        return covariance.trace();
    }

    /**
     * Squared Bures-Wasserstein distance, which is the Fréchet distance of the normal fits: ‖μ1 −
     * μ2‖² + tr Σ1 + tr Σ2 − 2 tr (Σ1^½ Σ2 Σ1^½)^½.
     *
     * <p>The product is symmetric here, so that no imaginary part has to be dropped and no 1e-6 to
     * be added, as pytorch-fid does with (Σ1 Σ2)^½; the value is the same.
     */
    public double squaredDistance(Gaussian other) {
        double[] otherMean = other.mean;
        if (mean.length != otherMean.length) {
            throw new IllegalArgumentException(
                    "distributions of one dimension are needed, these have %d and %d"
                            .formatted(mean.length, otherMean.length));
        }
        double square = 0;
        for (int i = 0; i < mean.length; i++) {
            square += (mean[i] - otherMean[i]) * (mean[i] - otherMean[i]);
        }
        SquareMatrix root = covariance.power(0.5);
        double overlap = root.times(other.covariance).times(root).traceOfRoot();
        return square + variance() + other.variance() - 2 * overlap;
    }

    /**
     * The optimal map to another normal distribution for the quadratic cost: A = Σ1^-½ (Σ1^½ Σ2
     * Σ1^½)^½ Σ1^-½, b = μ2 − A μ1.
     */
    public Affine mapTo(Gaussian other) {
        SquareMatrix root = covariance.power(0.5);
        SquareMatrix inverse = covariance.power(-0.5);
        SquareMatrix middle = root.times(other.covariance).times(root).power(0.5);
        SquareMatrix weight = inverse.times(middle).times(inverse);
        double[] image = weight.times(mean);
        double[] bias = new double[image.length];
        Arrays.setAll(bias, i -> other.mean[i] - image[i]);
        return new Affine(weight, bias);
    }
}
