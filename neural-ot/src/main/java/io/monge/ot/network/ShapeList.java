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

    void add(String name, long... shape) {
        shapes.put(name, new Shape(shape));
    }

    Map<String, Shape> byName() {
        return shapes;
    }
}
