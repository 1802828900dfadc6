package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Initial weights from a generator of our own, so that equal seeds give equal bits on every device
 * (PyTorch's rules, not its random numbers).
 */
final class RandomWeights {
    private final SplittableRandom random;

    RandomWeights(long seed) {
        random = new SplittableRandom(seed);
    }

    /** PyTorch's default: weights and their biases from U(±1/√fan_in) of the weight. */
    Map<String, HostTensor> uniform(Map<String, Shape> shapes) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        double bound = 0;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            Shape shape = entry.getValue();
            if (shape.dimension() > 1) {
                bound = 1 / Math.sqrt(shape.slice(1).size());
            }
            weights.put(entry.getKey(), uniform(shape, bound));
        }
        return weights;
    }

    private HostTensor uniform(Shape shape, double bound) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return HostTensor.of(values, shape.getShape());
    }

    /** U(low, high) in the shape of a tensor. */
    HostTensor uniform(HostTensor like, double low, double high) {
        float[] values = new float[Math.toIntExact(like.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + random.nextDouble() * (high - low));
        }
        return HostTensor.of(values, like.shape());
    }

    /** Every value times a factor. */
    static HostTensor scaled(HostTensor tensor, double factor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return HostTensor.of(values, tensor.shape());
    }

    /** N(0, gain² / fan_out) for a convolution's weight (out, in, k, k). */
    HostTensor normalOverFanOut(Shape shape, double gain) {
        return normal(shape, gain / Math.sqrt(shape.get(0) * shape.slice(2).size()));
    }

    /** The first of every {@code group} output channels, repeated over its group (ICNR). */
    static HostTensor equalGroups(HostTensor tensor, int group) {
        float[] values = tensor.floats();
        int channel = Math.toIntExact(tensor.size() / tensor.shape()[0]);
        for (int i = 0; i < values.length; i++) {
            int first = i / (channel * group) * (channel * group);
            values[i] = values[first + i % channel];
        }
        return HostTensor.of(values, tensor.shape());
    }

    static HostTensor zeros(HostTensor tensor) {
        return HostTensor.of(new float[Math.toIntExact(tensor.size())], tensor.shape());
    }

    /** N(0, scale²) for every parameter. */
    Map<String, HostTensor> normal(Map<String, Shape> shapes, double scale) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> weights.put(name, normal(shape, scale)));
        return weights;
    }

    HostTensor normal(Shape shape, double sigma) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sigma * random.nextGaussian());
        }
        return HostTensor.of(values, shape.getShape());
    }

    /** One value everywhere. */
    static HostTensor constant(HostTensor tensor, float value) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        Arrays.fill(values, value);
        return HostTensor.of(values, tensor.shape());
    }

    /** Batch normalisations start as the identity: scale and variance 1, shift and mean 0. */
    static void startBatchNorms(Map<String, HostTensor> weights) {
        for (String name : List.copyOf(weights.keySet())) {
            if (name.endsWith(".running_mean")) {
                String layer = name.substring(0, name.lastIndexOf('.'));
                weights.computeIfPresent(layer + ".weight", (n, w) -> constant(w, 1));
                weights.computeIfPresent(layer + ".bias", (n, b) -> zeros(b));
                weights.computeIfPresent(layer + ".running_mean", (n, m) -> zeros(m));
                weights.computeIfPresent(layer + ".running_var", (n, v) -> constant(v, 1));
                weights.computeIfPresent(layer + ".num_batches_tracked", (n, c) -> zeros(c));
            }
        }
    }

    /** max(w, 0). */
    static HostTensor clampedAtZero(HostTensor tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], 0);
        }
        return HostTensor.of(values, tensor.shape());
    }
}
