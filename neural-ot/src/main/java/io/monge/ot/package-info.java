/**
 * The nouns of neural optimal transport, as the paper names them: samples of P and Q, the potential
 * f, the map T, the cost c(x, y) = b(Up(x), y), and a solver that finds T.
 *
 * <p>Interfaces, records, and arrays on the host ({@link io.monge.ot.HostTensor}). Nothing here
 * knows a network, an optimizer, Kafka or a file. Start at {@link
 * io.monge.ot.OptimalTransportSolver}; the loop of Algorithm 1 behind it is {@code
 * io.monge.ot.solver.MinimaxSolver}.
 */
@NullMarked
package io.monge.ot;

import org.jspecify.annotations.NullMarked;
