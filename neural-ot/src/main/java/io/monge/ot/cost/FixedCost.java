package io.monge.ot.cost;

import io.monge.ot.HostTensor;
import io.monge.ot.TransportCost;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * One cost for ever.
 *
 * @param cost the cost
 */
public record FixedCost(TransportCost cost) implements CostSchedule {
    @Override
    public TransportCost current(Arithmetic arithmetic) {
        return cost;
    }

    @Override
    public void after(long iteration, Parameters map) {
        // It never changes.
    }

    @Override
    public List<Long> reanchors() {
        return List.of();
    }

    @Override
    public Map<String, HostTensor> state() {
        return Map.of();
    }

    @Override
    public void close() {
        // It owns nothing.
    }
}
