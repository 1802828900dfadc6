package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the shapes of a state dict in its order. */
final class ShapeList {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /** Weight (out, in, k, k) and bias (out). */
    void convolution(String name, long in, long out, long kernel) {
        add(name + ".weight", out, in, kernel, kernel);
        add(name + ".bias", out);
    }

    /** Weight (out, in) and bias (out). */
    void linear(String name, long in, long out) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    /** Scale, shift and running statistics of a batch normalisation. */
    void batchNorm(String name, long channels) {
        add(name + ".weight", channels);
        add(name + ".bias", channels);
        unscaledBatchNorm(name, channels);
    }

    /** Running statistics alone. */
    void unscaledBatchNorm(String name, long channels) {
        add(name + ".running_mean", channels);
        add(name + ".running_var", channels);
        add(name + ".num_batches_tracked");
    }

    void add(String name, long... shape) {
        shapes.put(name, new Shape(shape));
    }

    Map<String, Shape> byName() {
        return shapes;
    }
}
