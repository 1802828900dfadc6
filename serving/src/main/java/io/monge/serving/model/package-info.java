/**
 * Which map is served: the model topics followed, snapshots verified and loaded, and swapped under
 * running requests.
 *
 * <p>Start with {@link io.monge.serving.model.ModelSlot}. HTTP and images do not belong here.
 */
@NullMarked
package io.monge.serving.model;

import org.jspecify.annotations.NullMarked;
