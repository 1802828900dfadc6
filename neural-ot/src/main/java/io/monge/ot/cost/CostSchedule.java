package io.monge.ot.cost;

import io.monge.ot.HostTensor;
import io.monge.ot.TransportCost;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/** The transport cost over a training. Belongs to the training thread. */
public interface CostSchedule extends AutoCloseable {
    /**
     * The cost now.
     *
     * @param arithmetic of the convolutions of a frozen map, if it holds one
     */
    TransportCost current(Arithmetic arithmetic);

    /**
     * Tells that an iteration is over.
     *
     * @param iteration passes done
     * @param map the weights of T after it
     */
    void after(long iteration, Parameters map);

    /** Weights that the cost holds, on the host; empty if it holds none. */
    Map<String, HostTensor> weights();

    @Override
    void close();
}
