package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.network.MapSpec;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import java.util.Map;
import java.util.Optional;

/**
 * The dynamic cost of App. C: every k_c potential iterations Up becomes a frozen copy T' of the
 * map.
 */
public final class DynamicCost implements CostSchedule {
    private final NDManager root;
    private final MapSpec spec;
    private final long refreshEvery;
    private TransportCost current;
    private NDManager owner;
    private Optional<Parameters> frozen = Optional.empty();

    /**
     * @param root parent of the copies' memory
     * @param spec architecture of the map
     * @param initial the cost until the first refresh
     * @param refreshEvery k_c, at least 1
     */
    public DynamicCost(NDManager root, MapSpec spec, TransportCost initial, long refreshEvery) {
        this.root = root;
        this.spec = spec;
        this.current = initial;
        this.refreshEvery = refreshEvery;
        this.owner = root.newSubManager();
    }

    /** Continues with a frozen copy that {@link #weights} gave; empty = not refreshed yet. */
    public void restore(Map<String, HostTensor> saved, MemoryFormat format) {
        if (!saved.isEmpty()) {
            NDManager next = root.newSubManager();
            freeze(next, Parameters.frozen(next, saved, format));
        }
    }

    @Override
    public TransportCost current() {
        return current;
    }

    @Override
    public void after(long iteration, Parameters map) {
        if (iteration % refreshEvery == 0) {
            NDManager next = root.newSubManager();
            freeze(next, map.copy(next));
        }
    }

    private void freeze(NDManager next, Parameters copy) {
        TransportMap map = spec.over(copy);
        current =
                new TransportCost(
                        x -> GradientScope.withoutGradient(() -> map.of(x)), current.distance());
        owner.close();
        owner = next;
        frozen = Optional.of(copy);
    }

    @Override
    public Map<String, HostTensor> weights() {
        return frozen.map(Parameters::toHost).orElse(Map.of());
    }

    @Override
    public void close() {
        owner.close();
    }
}
