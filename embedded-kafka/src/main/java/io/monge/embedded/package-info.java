/**
 * One Kafka broker in this JVM, for the all-in-one and for tests. It stands on broker classes that
 * are not public API, so nothing of them leaves {@link io.monge.embedded.EmbeddedKafka}; clients
 * speak to it by its bootstrap servers alone.
 */
@NullMarked
package io.monge.embedded;

import org.jspecify.annotations.NullMarked;
