package io.monge.ot.cost;

import io.monge.ot.HostTensor;
import io.monge.ot.TransportCost;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;
import java.util.List;
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

    /** Iterations at which Up became a frozen T', oldest first; a view that grows. */
    List<Long> reanchors();

    /** All that a training which goes on needs of it, on the host; empty if that is nothing. */
    Map<String, HostTensor> state();

    @Override
    void close();
}
