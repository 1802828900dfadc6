package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.ImageDistance;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * LPIPS v0.1 with AlexNet as a cost (Zhang et al. 2018; the PERP cost of the reference's script),
 * differentiable in v, for images in [-1, 1]. {@code metric.Lpips} is the same distance as a score.
 */
public final class AlexNetLpips implements ImageDistance {
    private static final int LAYERS = 5;
    private static final int[] POSITIONS = {0, 3, 6, 8, 10};
    private static final int[] SIDES = {11, 5, 3, 3, 3};
    private static final int[] STRIDES = {4, 1, 1, 1, 1};
    private static final int[] PADDINGS = {2, 2, 1, 1, 1};
    private static final float[] SHIFT = {-0.030f, -0.088f, -0.188f};
    private static final float[] SCALE = {0.458f, 0.448f, 0.450f};

    private final Parameters weights;

    /**
     * @param owner of the uploaded weights
     * @param alexNet torchvision's "features.0.weight", ...
     * @param linear "lin0.model.1.weight" to "lin4.model.1.weight", (1, c, 1, 1)
     * @throws IllegalArgumentException if one is missing or does not fit the layer before it
     */
    public AlexNetLpips(
            NDManager owner, Map<String, HostTensor> alexNet, Map<String, HostTensor> linear) {
        Map<String, HostTensor> chosen = new LinkedHashMap<>();
        long channels = 3;
        for (int i = 0; i < LAYERS; i++) {
            String name = "features." + POSITIONS[i];
            HostTensor kernel = require(alexNet, name + ".weight", chosen);
            HostTensor bias = require(alexNet, name + ".bias", chosen);
            long out = bias.size();
            kernel.requireShape(name + ".weight", out, channels, SIDES[i], SIDES[i]);
            bias.requireShape(name + ".bias", out);
            String last = "lin" + i + ".model.1.weight";
            require(linear, last, chosen).requireShape(last, 1, out, 1, 1);
            channels = out;
        }
        weights = Parameters.frozen(owner, chosen, MemoryFormat.CONTIGUOUS);
    }

    private static HostTensor require(
            Map<String, HostTensor> tensors, String name, Map<String, HostTensor> chosen) {
        HostTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("The file of LPIPS weights has no " + name);
        }
        chosen.put(name, tensor);
        return tensor;
    }

    @Override
    public NDArray between(NDArray u, NDArray v) {
        List<NDArray> layers = perLayer(u, v);
        NDArray sum = layers.get(0);
        for (NDArray layer : layers.subList(1, LAYERS)) {
            sum = sum.add(layer);
        }
        return sum;
    }

    /** The five terms, each (n). */
    List<NDArray> perLayer(NDArray u, NDArray v) {
        List<NDArray> ofU = GradientScope.withoutGradient(() -> features(u));
        List<NDArray> ofV = features(v);
        List<NDArray> terms = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            NDArray squares = ofV.get(i).sub(ofU.get(i)).square();
            NDArray weighted =
                    Layers.pointwise(squares, weights.get("lin" + i + ".model.1.weight"));
            terms.add(Convolutions.meanOverSpace(weighted).squeeze(3).squeeze(2).squeeze(1));
        }
        return terms;
    }

    private List<NDArray> features(NDArray image) {
        NDArray shift = TorchOps.upload(image.getManager(), SHIFT, 1, 3, 1, 1);
        NDArray scale = TorchOps.upload(image.getManager(), SCALE, 1, 3, 1, 1);
        NDArray h = image.sub(shift).div(scale);
        List<NDArray> features = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            if (i == 1 || i == 2) {
                h = Resampling.maxPool(h, 3, 2, 0);
            }
            String name = "features." + POSITIONS[i];
            NDArray bias = weights.get(name + ".bias");
            NDArray raw =
                    Convolutions.strided(
                            h, weights.get(name + ".weight"), bias, STRIDES[i], PADDINGS[i]);
            h = Layers.reluInPlace(raw);
            features.add(Convolutions.unitChannels(h));
        }
        return features;
    }
}
