package io.monge.runtime.kafka;

/** A value and the key that chooses its partition. */
public record Keyed<V>(String key, V value) {}
