package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.SolverState;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Arithmetic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Both sides of the game and the average of θ: all that a training moves.
 *
 * @param map T
 * @param potential f
 * @param average of θ
 * @param attempts what an update is computed in, one after the other until its numbers are finite
 */
record Players(
        Player<TransportMap> map,
        Player<Potential> potential,
        WeightAverage average,
        List<Arithmetic> attempts) {
    static final String MAP = "map";
    static final String POTENTIAL = "potential";

    /** Prefixes of the arrays in a {@link SolverState}. */
    static final String MAP_WEIGHTS = "map.";

    static final String POTENTIAL_WEIGHTS = "potential.";
    static final String AVERAGE_WEIGHTS = "average.";
    static final String COST_WEIGHTS = "cost.";
    static final String MAP_MOMENTS = "adam.map.";
    static final String POTENTIAL_MOMENTS = "adam.potential.";

    /** Both sides as one arithmetic computes them. */
    record Round(Face<TransportMap> map, Face<Potential> potential) {}

    /**
     * The update as the first arithmetic computes it that keeps it finite. The last one is not
     * asked: what is wrong in it is the training's affair.
     *
     * @param onRepeat runs before each attempt but the first
     */
    Descent firstFinite(Function<Round, Descent> update, Runnable onRepeat) {
        int last = attempts.size() - 1;
        for (Arithmetic arithmetic : attempts.subList(0, last)) {
            Descent descent = update.apply(in(arithmetic));
            if (descent.isFinite()) {
                return descent;
            }
            descent.gradients().forEach(NDArray::close);
            onRepeat.run();
        }
        return update.apply(in(attempts.get(last)));
    }

    private Round in(Arithmetic arithmetic) {
        return new Round(map.in(arithmetic), potential.in(arithmetic));
    }

    /** Everything on the host. */
    SolverState state(long seed, long iteration, Map<String, HostTensor> costWeights) {
        Map<String, HostTensor> tensors = new HashMap<>();
        put(tensors, MAP_WEIGHTS, map.weights().toHost());
        put(tensors, POTENTIAL_WEIGHTS, potential.weights().toHost());
        put(tensors, AVERAGE_WEIGHTS, average.weights().toHost());
        put(tensors, MAP_MOMENTS, map.adam().moments());
        put(tensors, POTENTIAL_MOMENTS, potential.adam().moments());
        put(tensors, COST_WEIGHTS, costWeights);
        Map<String, Long> counters =
                Map.of(MAP, map.adam().updates(), POTENTIAL, potential.adam().updates());
        return new SolverState(seed, iteration, counters, tensors);
    }

    static void put(Map<String, HostTensor> all, String prefix, Map<String, HostTensor> part) {
        part.forEach((name, tensor) -> all.put(prefix + name, tensor));
    }
}
