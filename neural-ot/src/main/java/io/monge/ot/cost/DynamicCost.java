package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.network.MapSpec;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dynamic cost of App. C: every k_c potential iterations Up becomes a frozen copy T' of the
 * map.
 */
public final class DynamicCost implements CostSchedule {
    /** In the state, beside the weights of T', whose names all end in weight, bias or the like. */
    private static final String REANCHORS = "reanchors";

    private final NDManager root;
    private final MapSpec spec;
    private final long refreshEvery;
    private final List<Arithmetic> arithmetics;
    private final TransportCost initial;
    private final Map<Arithmetic, TransportCost> current = new EnumMap<>(Arithmetic.class);
    private final List<Long> reanchors = new ArrayList<>();
    private NDManager owner;
    private Optional<Parameters> frozen = Optional.empty();

    /**
     * @param root parent of the copies' memory
     * @param spec architecture of the map
     * @param initial the cost until the first refresh
     * @param refreshEvery k_c, at least 1
     * @param arithmetics in which {@link #current} will be asked for
     */
    public DynamicCost(
            NDManager root,
            MapSpec spec,
            TransportCost initial,
            long refreshEvery,
            List<Arithmetic> arithmetics) {
        this.root = root;
        this.spec = spec;
        this.initial = initial;
        this.arithmetics = List.copyOf(arithmetics);
        this.refreshEvery = refreshEvery;
        this.owner = root.newSubManager();
    }

    /** Continues with what {@link #state} gave; empty = not refreshed yet. */
    public void restore(Map<String, HostTensor> saved, MemoryFormat format) {
        if (!saved.isEmpty()) {
            Map<String, HostTensor> weights = new HashMap<>(saved);
            // States of builds that did not keep them have none.
            HostTensor known = weights.remove(REANCHORS);
            if (known != null) {
                reanchors.addAll(known.longs());
            }
            NDManager next = root.newSubManager();
            freeze(next, Parameters.frozen(next, weights, format));
        }
    }

    @Override
    public TransportCost current(Arithmetic arithmetic) {
        return current.getOrDefault(arithmetic, initial);
    }

    @Override
    public void after(long iteration, Parameters map) {
        if (iteration % refreshEvery == 0) {
            NDManager next = root.newSubManager();
            freeze(next, map.copy(next));
            reanchors.add(iteration);
        }
    }

    private void freeze(NDManager next, Parameters copy) {
        for (Arithmetic arithmetic : arithmetics) {
            TransportMap map = spec.over(arithmetic.working(next, copy));
            current.put(
                    arithmetic,
                    new TransportCost(
                            x -> GradientScope.withoutGradient(() -> map.of(x)),
                            initial.distance()));
        }
        owner.close();
        owner = next;
        frozen = Optional.of(copy);
    }

    @Override
    public List<Long> reanchors() {
        return Collections.unmodifiableList(reanchors); // asked for every iteration
    }

    @Override
    public Map<String, HostTensor> state() {
        Map<String, HostTensor> state = new HashMap<>();
        frozen.ifPresent(
                copy -> {
                    state.putAll(copy.toHost());
                    state.put(REANCHORS, HostTensor.ofLongs(reanchors));
                });
        return state;
    }

    @Override
    public void close() {
        owner.close();
    }
}
