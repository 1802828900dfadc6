package io.monge.runtime.kafka;

/**
 * How far a reader is on one partition.
 *
 * @param position offset of the next record it will fetch
 * @param endOffset offset the next written record will get
 */
public record PartitionProgress(long position, long endOffset) {

    /** Records in the log and not yet read. */
    public long lag() {
        return Math.max(0, endOffset - position);
    }
}
