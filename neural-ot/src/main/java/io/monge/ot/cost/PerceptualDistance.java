package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ImageDistance;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/**
 * The perceptual cost of App. C: a · MSE + b · MAE + c · Σ_k MSE(features_k), all per sample, on
 * images in [-1, 1] (OTSR, utils/losses.py).
 *
 * <p>u is the reference side and is not differentiated; its features leave no graph.
 */
public final class PerceptualDistance implements ImageDistance {
    private final Vgg16Features features;
    private final Weights weights;

    /**
     * Of the three parts.
     *
     * @param mse a; 1 in the paper
     * @param mae b; 1/3 in the paper
     * @param features c; 1/50 in the paper
     */
    public record Weights(double mse, double mae, double features) {
        /** The paper's: 1, 1/3, 1/50. */
        public static Weights paper() {
            return new Weights(1, 1.0 / 3, 0.02);
        }
    }

    public PerceptualDistance(Vgg16Features features, Weights weights) {
        this.features = features;
        this.weights = weights;
    }

    @Override
    public NDArray between(NDArray u, NDArray v) {
        return to(u).apply(v);
    }

    /** The distance to one frozen image batch, whose features are computed once. */
    public Reference to(NDArray u) {
        return new Reference(u, GradientScope.withoutGradient(() -> features.of(u)));
    }

    /** A frozen batch with its features; lives as long as the batch's manager. */
    public final class Reference {
        private final NDArray image;
        private final List<NDArray> ofImage;

        private Reference(NDArray image, List<NDArray> ofImage) {
            this.image = image;
            this.ofImage = ofImage;
        }

        /**
         * @param v same shape as the frozen batch
         * @return (n), differentiable in v
         */
        public NDArray apply(NDArray v) {
            NDArray mse = new MeanSquaredError().between(image, v);
            NDArray mae = new MeanAbsoluteError().between(image, v);
            NDArray sum =
                    TorchOps.addScaled(TorchOps.scale(mse, weights.mse()), mae, weights.mae());
            List<NDArray> ofV = features.of(v);
            for (int k = 0; k < ofV.size(); k++) {
                NDArray tap = new MeanSquaredError().between(ofImage.get(k), ofV.get(k));
                sum = TorchOps.addScaled(sum, tap, weights.features());
            }
            return sum;
        }
    }
}
