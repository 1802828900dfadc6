package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ImageDistance;
import io.monge.ot.tensor.TorchOps;

/** Mean of (u - v)² over all axes but the first: (n, ...), (n, ...) → (n). */
public final class MeanSquaredError implements ImageDistance {
    @Override
    public NDArray between(NDArray u, NDArray v) {
        try (NDArray difference = v.sub(u);
                NDArray squares = difference.square()) {
            return TorchOps.meanPerSample(squares);
        }
    }
}
