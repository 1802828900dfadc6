package io.monge.ot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of the full-size reference numbers: an integer hash of position and index (rule in the
 * files' metadata), so that megabytes need not be stored.
 */
public final class HashedWeights {
    private static final int INPUT = 1000;

    private HashedWeights() {}

    /**
     * @param positive prefixes of names whose weights are taken absolute
     */
    public static Map<String, HostTensor> of(NetworkSpec spec, List<String> positive) {
        return of(spec.shapes(), positive);
    }

    public static Map<String, HostTensor> of(Map<String, Shape> shapes, List<String> positive) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    float[] values = new float[(int) shape.size()];
                    boolean absolute = positive.stream().anyMatch(name::startsWith);
                    for (int i = 0; i < values.length; i++) {
                        double u = hash(weights.size(), i);
                        values[i] = (float) value(name, shape, u, absolute);
                    }
                    weights.put(name, HostTensor.of(values, shape.getShape()));
                });
        return weights;
    }

    private static double value(String name, Shape shape, double u, boolean absolute) {
        double s = 2 * u - 1;
        if (name.endsWith("num_batches_tracked")) {
            return 0;
        }
        if (name.endsWith("running_var")) {
            return 0.5 + u;
        }
        if (name.endsWith("running_mean")) {
            return 0.1 * s;
        }
        if (shape.dimension() <= 1 && name.endsWith("weight")) {
            return shape.size() == 1 ? 0.25 : 1 + 0.1 * s;
        }
        if (shape.dimension() <= 1) {
            return 0.05 * s;
        }
        if (name.endsWith("quadratic_decomposed")) {
            return 0.5 * s * Math.sqrt(3.0 / shape.get(0));
        }
        double weight = s * Math.sqrt(3.0 / shape.slice(1).size());
        return absolute ? Math.abs(weight) : weight;
    }

    /** The k-th input in [-1, 1]. */
    public static NDArray input(NDManager scope, int k, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * hash(INPUT + k, i) - 1);
        }
        return TorchOps.upload(scope, values, shape);
    }

    private static double hash(int tensor, int i) {
        int h = i * (int) 2654435761L + tensor * 40503 + 12345;
        h = (h ^ h >>> 16) * (int) 2246822519L;
        h = (h ^ h >>> 13) * (int) 3266489917L;
        h ^= h >>> 16;
        return Integer.toUnsignedLong(h) / 4294967296.0;
    }
}
