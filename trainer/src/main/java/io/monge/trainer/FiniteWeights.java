package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import java.nio.FloatBuffer;
import java.util.Map;

/** The guard before anything is kept or shown: not one number of it may be infinite or NaN. */
final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * @param tensors by name
     * @throws DivergedException naming the first array that is not finite
     */
    static void require(Map<String, HostTensor> tensors) {
        tensors.forEach(
                (name, tensor) -> {
                    if (tensor.type() == ElementType.F32 && !isFinite(tensor)) {
                        throw new DivergedException(name + " is no longer finite");
                    }
                });
    }

    private static boolean isFinite(HostTensor tensor) {
        FloatBuffer values = tensor.bytes().asFloatBuffer();
        // x - x is 0 for every finite x and NaN for the others; one sum needs no branch per value.
        float sum = 0;
        while (values.hasRemaining()) {
            float value = values.get();
            sum += value - value;
        }
        return sum == 0;
    }
}
