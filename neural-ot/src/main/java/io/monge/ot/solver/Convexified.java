package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.network.NetworkSpec;
import java.util.random.RandomGenerator;

/**
 * F is ‖y‖²/2 - φ(y) with φ convex, and T the gradient of a convex ψ: both networks are projected
 * after each of their updates. With this the benchmark's MM and MM:R become its MMv2 and MMv2:R.
 */
public record Convexified() implements PotentialConstraint {
    /** The loss as it is: what is constrained is the weights. */
    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        return loss;
    }

    /**
     * @throws IllegalArgumentException if a network has no weights to project
     */
    static void requireConvex(NetworkSpec network) {
        if (network.shapes().keySet().stream().noneMatch(network::isConvexWeight)) {
            throw new IllegalArgumentException(
                    "constraint is convexified, but this network is not made of a convex one: "
                            + network);
        }
    }
}
