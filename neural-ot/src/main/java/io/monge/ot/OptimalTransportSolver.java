package io.monge.ot;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a map T with T#P ≈ Q of least cost from samples of P and Q.
 *
 * <p>Not thread-safe: the thread that calls {@link #step} first owns every array of the training,
 * and all methods are called on it. {@link #close} frees the native memory.
 */
public interface OptimalTransportSolver extends AutoCloseable {
    /**
     * One pass of Algorithm 1's "repeat".
     *
     * @param source samples of P (low resolution)
     * @param target samples of Q (high resolution)
     * @throws DivergedException if a loss is not finite; the solver is then of no further use
     */
    StepReport step(Sampler source, Sampler target);

    /** Passes done so far, i.e. potential iterations of the paper. */
    long iteration();

    /** Updates computed once more in float32 since the opening, bf16 having been not finite. */
    default long float32Repeats() {
        return 0;
    }

    /**
     * Passes after which Up became a frozen copy of the map (App. C), oldest first, those before a
     * restart included; empty with a fixed cost. A view that grows.
     */
    default List<Long> reanchors() {
        return List.of();
    }

    /** The last iterate T_θ. Swings; show and publish {@link #averagedWeights()}. */
    TransportMap map();

    /** The map from Q to P, where the method finds one beside {@link #map()}. */
    default Optional<TransportMap> inverse() {
        return Optional.empty();
    }

    /**
     * What moves the players now, where the method can tell. Takes a moment: for once a second, not
     * for every pass.
     */
    default Optional<DescentVitals> vitals() {
        return Optional.empty();
    }

    /** The exponential moving average of θ as host arrays, by reference state-dict name. */
    Map<String, HostTensor> averagedWeights();

    /** Everything needed to continue bit for bit (on a CPU, at the same number of threads). */
    SolverState state();

    @Override
    void close();
}
