package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import java.util.LinkedHashMap;
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

    /** N(0, gain² / fan_out) for a convolution's weight (out, in, k, k). */
    HostTensor normalOverFanOut(Shape shape, double gain) {
        double sigma = gain / Math.sqrt(shape.get(0) * shape.slice(2).size());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sigma * random.nextGaussian());
        }
        return HostTensor.of(values, shape.getShape());
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
}
