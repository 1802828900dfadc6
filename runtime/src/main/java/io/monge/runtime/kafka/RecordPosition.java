package io.monge.runtime.kafka;

/** Where a written record lies in its topic. */
public record RecordPosition(int partition, long offset) {}
