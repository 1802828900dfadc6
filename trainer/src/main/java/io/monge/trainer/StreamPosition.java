package io.monge.trainer;

/**
 * Where a patch lies in its topic: enough to read it again.
 *
 * @param partition of the topic
 * @param offset within the partition
 */
record StreamPosition(int partition, long offset) {}
