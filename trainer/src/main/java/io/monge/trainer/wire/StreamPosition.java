package io.monge.trainer.wire;

/**
 * Where a patch lies in its topic: enough to read it again.
 *
 * @param partition of the topic
 * @param offset within the partition
 */
public record StreamPosition(int partition, long offset) {}
