/**
 * The contract on the wire: which topics there are and what is on them.
 *
 * <p>{@link io.monge.schemas.Topics} is the only place where a topic's name is spelled. Here live
 * no consumers, producers or services. Start with {@link io.monge.schemas.Topics}, then {@code
 * serde} (values to bytes), {@code registry} (where schemas are kept) and {@code snapshot} (how
 * weights travel).
 */
@NullMarked
package io.monge.schemas;

import org.jspecify.annotations.NullMarked;
