/**
 * Algorithm 1 and its relatives: one loop, and the values in which the methods differ.
 *
 * <p>No Kafka, no files. Start at {@link io.monge.ot.solver.SolverSpec}.
 */
@NullMarked
package io.monge.ot.solver;

import org.jspecify.annotations.NullMarked;
