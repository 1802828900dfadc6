/**
 * The bridge between Kafka's clients and Reactor, and the only place (with metrics-stream) that
 * talks to them.
 *
 * <p>A {@link io.monge.runtime.kafka.KafkaConnection} opens everything: a {@link
 * io.monge.runtime.kafka.KafkaSource} reads a topic no faster than its subscriber asks, a {@link
 * io.monge.runtime.kafka.KafkaSink} writes no faster than the broker takes, a {@link
 * io.monge.runtime.kafka.TransactionalSink} writes all or nothing. Each consumer belongs to one
 * thread, {@code ConsumerLoop}, which polls whatever happens downstream. No domain logic in here.
 * Start with {@code KafkaSource}, then {@code ConsumerLoop}.
 */
@NullMarked
package io.monge.runtime.kafka;

import org.jspecify.annotations.NullMarked;
