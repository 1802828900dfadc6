/**
 * One Kafka broker in this JVM, for the all-in-one and for tests, and several in processes of their
 * own ({@link io.monge.embedded.BrokerCluster}). They stand on broker classes that are not public
 * API, so nothing of them leaves {@link io.monge.embedded.EmbeddedKafka}; clients speak to them by
 * their bootstrap servers alone.
 */
@NullMarked
package io.monge.embedded;

import org.jspecify.annotations.NullMarked;
