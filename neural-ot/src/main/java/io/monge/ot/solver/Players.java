package io.monge.ot.solver;

import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.SolverState;
import io.monge.ot.TransportMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides of the game and the average of θ: all that a training moves.
 *
 * @param map T
 * @param potential f
 * @param average of θ
 */
record Players(Player<TransportMap> map, Player<Potential> potential, WeightAverage average) {
    static final String MAP = "map";
    static final String POTENTIAL = "potential";

    /** Prefixes of the arrays in a {@link SolverState}. */
    static final String MAP_WEIGHTS = "map.";

    static final String POTENTIAL_WEIGHTS = "potential.";
    static final String AVERAGE_WEIGHTS = "average.";
    static final String COST_WEIGHTS = "cost.";
    static final String MAP_MOMENTS = "adam.map.";
    static final String POTENTIAL_MOMENTS = "adam.potential.";

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
