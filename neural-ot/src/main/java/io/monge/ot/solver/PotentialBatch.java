package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;
import io.monge.ot.tensor.GradientScope;
import java.util.function.UnaryOperator;

/**
 * What a constraint may look at when f is updated.
 *
 * @param potential f
 * @param sr T(x), (n, 3, H, W), not differentiated
 * @param hr y, same shape
 * @param ofSr f(T(x)), (n)
 * @param ofHr f(y), (n)
 * @param content y ↦ λ c(x, y), (n), for the x of the batch, row by row
 */
public record PotentialBatch(
        Potential potential,
        NDArray sr,
        NDArray hr,
        NDArray ofSr,
        NDArray ofHr,
        UnaryOperator<NDArray> content) {
    /** λ c(x, y), (n), not differentiated: computed only for constraints that ask. */
    NDArray contentOf(NDArray y) {
        return GradientScope.withoutGradient(() -> content.apply(y));
    }
}
