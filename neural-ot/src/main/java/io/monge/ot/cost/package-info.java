/**
 * Distances between images and the transport costs built from them.
 *
 * <p>No networks of the solver, no optimizers. Start at {@link io.monge.ot.cost.CostSpec}.
 */
@NullMarked
package io.monge.ot.cost;

import org.jspecify.annotations.NullMarked;
