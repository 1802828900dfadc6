/**
 * The networks of the paper: what a configuration names ({@code ...Spec} records) and the forward
 * passes behind them, with the reference's parameter names.
 *
 * <p>No losses, no optimizers. Arithmetic only between arrays or through {@code TorchOps}: DJL's
 * scalar overloads give silently wrong gradients. Start at {@link io.monge.ot.network.NetworkSpec}.
 */
@NullMarked
package io.monge.ot.network;

import org.jspecify.annotations.NullMarked;
