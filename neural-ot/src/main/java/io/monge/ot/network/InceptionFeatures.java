package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The network of FID (pytorch-fid, inception.py): Inception v3 with TensorFlow's pooling. Weights
 * are the user's, by torchvision's names; normalisations are folded into the convolutions. Never
 * trained.
 */
public final class InceptionFeatures {
    private static final int SIDE = 299;
    private static final double EPSILON = 1e-3;

    /** Layers with stride 2 and no padding; these and the unpadded ones are the exceptions. */
    private static final Set<String> HALVING =
            Set.of(
                    "Conv2d_1a_3x3",
                    "Mixed_6a.branch3x3",
                    "Mixed_6a.branch3x3dbl_3",
                    "Mixed_7a.branch3x3_2",
                    "Mixed_7a.branch7x7x3_4");

    private static final Set<String> UNPADDED = Set.of("Conv2d_2a_3x3", "Conv2d_4a_3x3");

    private final Parameters weights;

    /**
     * What is taken out, as means over space.
     *
     * @param pool1 (n, 64), after the first pooling
     * @param pool2 (n, 192), after the second
     * @param preAux (n, 768), before the auxiliary head
     * @param pool3 (n, 2048), what FID compares
     */
    public record Taps(NDArray pool1, NDArray pool2, NDArray preAux, NDArray pool3) {}

    /**
     * Uploads the weights.
     *
     * @param owner of the weights
     * @param tensors of the user's file
     * @throws IllegalArgumentException if a layer is missing or has another shape
     */
    public InceptionFeatures(NDManager owner, Map<String, HostTensor> tensors) {
        Map<String, HostTensor> folded = new LinkedHashMap<>();
        InceptionLayers.shapes().forEach((layer, shape) -> fold(layer, shape, tensors, folded));
        weights = Parameters.frozen(owner, folded, MemoryFormat.CHANNELS_LAST);
    }

    /** w γ/√(σ² + ε) and β - μ γ/√(σ² + ε). */
    private static void fold(
            String layer,
            Shape shape,
            Map<String, HostTensor> tensors,
            Map<String, HostTensor> folded) {
        int out = (int) shape.get(0);
        float[] w = require(tensors, layer + ".conv.weight", shape.getShape());
        float[] gamma = require(tensors, layer + ".bn.weight", out);
        float[] beta = require(tensors, layer + ".bn.bias", out);
        float[] mean = require(tensors, layer + ".bn.running_mean", out);
        float[] variance = require(tensors, layer + ".bn.running_var", out);
        float[] bias = new float[out];
        for (int i = 0; i < out; i++) {
            double factor = gamma[i] / Math.sqrt(variance[i] + EPSILON);
            bias[i] = (float) (beta[i] - mean[i] * factor);
            for (int j = i * (w.length / out); j < (i + 1) * (w.length / out); j++) {
                w[j] = (float) (w[j] * factor);
            }
        }
        folded.put(layer + ".weight", HostTensor.of(w, shape.getShape()));
        folded.put(layer + ".bias", HostTensor.of(bias, out));
    }

    private static float[] require(Map<String, HostTensor> tensors, String name, long... shape) {
        HostTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("The file of Inception weights has no " + name);
        }
        return tensor.requireShape(name, shape).floats();
    }

    /**
     * Features of images of any size: bilinear to 299 px, then in [-1, 1].
     *
     * @param image (n, 3, h, w) in [0, 1]; FID's protocol does not clamp
     */
    public Taps of(NDArray image) {
        NDArray x = Resampling.bilinearTo(image, SIDE, SIDE);
        x = TorchOps.scale(x, 2).sub(x.onesLike());
        x = Layers.inFormat(x, MemoryFormat.CHANNELS_LAST);
        x = chain(x, "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3");
        NDArray first = Resampling.maxPool(x, 3, 2, 0);
        NDArray second =
                Resampling.maxPool(chain(first, "Conv2d_3b_1x1", "Conv2d_4a_3x3"), 3, 2, 0);
        x = blockA(blockA(blockA(second, "Mixed_5b."), "Mixed_5c."), "Mixed_5d.");
        x = reduction6a(x);
        for (String block : new String[] {"Mixed_6b.", "Mixed_6c.", "Mixed_6d.", "Mixed_6e."}) {
            x = blockC(x, block);
        }
        NDArray third = x;
        x = reduction7a(x);
        x = blockE(x, "Mixed_7b.", Resampling.averageInside(x, 3, 1, 1));
        x = blockE(x, "Mixed_7c.", Resampling.maxPool(x, 3, 1, 1));
        return new Taps(mean(first), mean(second), mean(third), mean(x));
    }

    private NDArray blockA(NDArray x, String b) {
        return chain(x, b + "branch1x1")
                .concat(chain(x, b + "branch5x5_1", b + "branch5x5_2"), 1)
                .concat(triple(x, b), 1)
                .concat(chain(Resampling.averageInside(x, 3, 1, 1), b + "branch_pool"), 1);
    }

    private NDArray triple(NDArray x, String b) {
        return chain(x, b + "branch3x3dbl_1", b + "branch3x3dbl_2", b + "branch3x3dbl_3");
    }

    private NDArray reduction6a(NDArray x) {
        return chain(x, "Mixed_6a.branch3x3")
                .concat(triple(x, "Mixed_6a."), 1)
                .concat(Resampling.maxPool(x, 3, 2, 0), 1);
    }

    private NDArray blockC(NDArray x, String b) {
        NDArray once = chain(x, b + "branch7x7_1", b + "branch7x7_2", b + "branch7x7_3");
        NDArray twice = x;
        for (int i = 1; i <= 5; i++) {
            twice = chain(twice, b + "branch7x7dbl_" + i);
        }
        return chain(x, b + "branch1x1")
                .concat(once, 1)
                .concat(twice, 1)
                .concat(chain(Resampling.averageInside(x, 3, 1, 1), b + "branch_pool"), 1);
    }

    private NDArray reduction7a(NDArray x) {
        String b = "Mixed_7a.";
        NDArray long7 = x;
        for (int i = 1; i <= 4; i++) {
            long7 = chain(long7, b + "branch7x7x3_" + i);
        }
        return chain(x, b + "branch3x3_1", b + "branch3x3_2")
                .concat(long7, 1)
                .concat(Resampling.maxPool(x, 3, 2, 0), 1);
    }

    private NDArray blockE(NDArray x, String b, NDArray pooled) {
        NDArray one = chain(x, b + "branch3x3_1");
        NDArray two = chain(x, b + "branch3x3dbl_1", b + "branch3x3dbl_2");
        return chain(x, b + "branch1x1")
                .concat(chain(one, b + "branch3x3_2a"), 1)
                .concat(chain(one, b + "branch3x3_2b"), 1)
                .concat(chain(two, b + "branch3x3dbl_3a"), 1)
                .concat(chain(two, b + "branch3x3dbl_3b"), 1)
                .concat(chain(pooled, b + "branch_pool"), 1);
    }

    private NDArray chain(NDArray x, String... layers) {
        NDArray h = x;
        for (String layer : layers) {
            NDArray kernel = weights.get(layer + ".weight");
            boolean halving = HALVING.contains(layer);
            boolean padded = !halving && !UNPADDED.contains(layer);
            int rows = padded ? (int) (kernel.getShape().get(2) - 1) / 2 : 0;
            int columns = padded ? (int) (kernel.getShape().get(3) - 1) / 2 : 0;
            h =
                    Layers.reluInPlace(
                            Convolutions.rectangular(
                                    h,
                                    kernel,
                                    weights.get(layer + ".bias"),
                                    halving ? 2 : 1,
                                    rows,
                                    columns));
        }
        return h;
    }

    private static NDArray mean(NDArray x) {
        return Convolutions.meanOverSpace(x).squeeze(3).squeeze(2);
    }
}
