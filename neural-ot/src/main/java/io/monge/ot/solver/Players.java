package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.SolverState;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Arithmetic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Both sides of the game and the average of θ: all that a training moves.
 *
 * @param map T
 * @param potential f
 * @param average of θ
 * @param attempts what an update is computed in, one after the other until its numbers are finite
 * @param replicas the other devices, which share every batch
 */
record Players(
        Player<TransportMap> map,
        Player<Potential> potential,
        WeightAverage average,
        List<Arithmetic> attempts,
        Replicas replicas) {
    static final String MAP = "map";
    static final String POTENTIAL = "potential";

    /** Prefixes of the arrays in a {@link SolverState}. */
    static final String MAP_WEIGHTS = "map.";

    static final String POTENTIAL_WEIGHTS = "potential.";
    static final String AVERAGE_WEIGHTS = "average.";
    static final String COST = "cost.";
    static final String MAP_MOMENTS = "adam.map.";
    static final String POTENTIAL_MOMENTS = "adam.potential.";

    /** Both sides as one device and one arithmetic compute them. */
    record Round(Face<TransportMap> map, Face<Potential> potential) {
        int device() {
            return map.device();
        }

        /** The update's generator, or this device's own branch of it. */
        RandomGenerator branch(RandomGenerator ofUpdate) {
            return device() == 0 ? ofUpdate : new SplittableRandom(ofUpdate.nextLong() + device());
        }
    }

    /** How an update is computed from a batch or a device's share of it. */
    interface Update {
        Descent on(Round round, List<NDArray> batch);
    }

    /**
     * The update as the first arithmetic computes it that keeps it finite. The last one is not
     * asked: what is wrong in it is the training's affair. What an attempt that failed did to the
     * running statistics of T is undone.
     *
     * @param batch samples, each array (n, ...)
     * @param onRepeat runs before each attempt but the first
     */
    Descent firstFinite(List<NDArray> batch, Update update, Runnable onRepeat) {
        int last = attempts.size() - 1;
        NDManager scope = batch.get(0).getManager();
        List<NDArray> statistics = last > 0 ? map.weights().copyOfBuffers(scope) : List.of();
        for (Arithmetic arithmetic : attempts.subList(0, last)) {
            Descent descent = in(arithmetic, batch, update);
            if (descent.isFinite()) {
                return descent;
            }
            descent.gradients().forEach(NDArray::close);
            map.weights().restoreBuffers(statistics);
            onRepeat.run();
        }
        return in(attempts.get(last), batch, update);
    }

    private Descent in(Arithmetic arithmetic, List<NDArray> batch, Update update) {
        return replicas.mean(
                batch,
                (device, share) ->
                        update.on(
                                new Round(
                                        map.in(device, arithmetic),
                                        potential.in(device, arithmetic)),
                                share));
    }

    /** Everything on the host. */
    SolverState state(long seed, long iteration, Map<String, HostTensor> cost) {
        Map<String, HostTensor> tensors = new HashMap<>();
        put(tensors, MAP_WEIGHTS, map.weights().toHost());
        put(tensors, POTENTIAL_WEIGHTS, potential.weights().toHost());
        put(tensors, AVERAGE_WEIGHTS, average.weights().toHost());
        put(tensors, MAP_MOMENTS, map.adam().moments());
        put(tensors, POTENTIAL_MOMENTS, potential.adam().moments());
        put(tensors, COST, cost);
        Map<String, Long> counters =
                Map.of(MAP, map.adam().updates(), POTENTIAL, potential.adam().updates());
        return new SolverState(seed, iteration, counters, tensors);
    }

    static void put(Map<String, HostTensor> all, String prefix, Map<String, HostTensor> part) {
        part.forEach((name, tensor) -> all.put(prefix + name, tensor));
    }
}
