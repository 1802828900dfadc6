/**
 * Numbers on a device: the engine, operators DJL does not offer, memory ownership, Adam, and the
 * exchange of arrays with files and images.
 *
 * <p>The only package that touches {@code ai.djl.pytorch}; knows no network and no loss. Start at
 * {@link io.monge.ot.tensor.Compute} and {@link io.monge.ot.tensor.SafeTensors}.
 */
@NullMarked
package io.monge.ot.tensor;

import org.jspecify.annotations.NullMarked;
