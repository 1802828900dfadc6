package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ImageDistance;
import io.monge.ot.tensor.Fourier;

/**
 * Frequency-sparse distance of SOT (sr/train.py): (mean_k |F(u - v)_k|^p)^(1/p) over channels and
 * frequencies, F unnormalised, |F|² + 1e-9. It costs least where few frequencies differ.
 */
public final class FrequencySparsity implements ImageDistance {
    private final double p;
    private final Mean mean;

    /** What the mean inside the power runs over. */
    public enum Mean {
        /** Each sample by itself, as a transport cost must. */
        SAMPLE,
        /** The whole batch, as the reference's script does it; every sample gets that value. */
        BATCH
    }

    /**
     * @param p 0.5 in the reference; 1 and 2 are its alternatives
     */
    public FrequencySparsity(double p, Mean mean) {
        this.p = p;
        this.mean = mean;
    }

    @Override
    public NDArray between(NDArray u, NDArray v) {
        NDArray difference = v.sub(u);
        return switch (mean) {
            case SAMPLE -> Fourier.norm(difference, p);
            case BATCH -> batchwise(difference);
        };
    }

    private NDArray batchwise(NDArray difference) {
        Shape shape = difference.getShape();
        Shape one = new Shape(1, shape.get(0) * shape.get(1), shape.get(2), shape.get(3));
        return Fourier.norm(difference.reshape(one), p).broadcast(new Shape(shape.get(0)));
    }
}
