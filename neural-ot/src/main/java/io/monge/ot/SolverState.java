package io.monge.ot;

import java.util.Map;

/**
 * Everything a solver needs to continue as if it had never stopped, on the host.
 *
 * @param seed the run's seed; all later draws of the solver derive from it and the counters
 * @param iteration passes done
 * @param counters update counts of each network ("map", "potential"), which are Adam's step numbers
 * @param tensors weights and moments: "map.*", "average.*", "potential.*", "adam.map.m.*", ...
 */
public record SolverState(
        long seed, long iteration, Map<String, Long> counters, Map<String, HostTensor> tensors) {
    public SolverState {
        counters = Map.copyOf(counters);
        tensors = Map.copyOf(tensors);
    }
}
