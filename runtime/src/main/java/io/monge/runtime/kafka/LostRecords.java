package io.monge.runtime.kafka;

/**
 * Records that were gone before they could be read: retention had dropped them, or the topic was
 * made anew.
 *
 * @param wanted offset the reader asked for
 * @param resumed offset it goes on from, the oldest there is
 */
public record LostRecords(String topic, int partition, long wanted, long resumed) {

    /** How many offsets lie between; 0 when the log is younger than the wanted offset. */
    public long count() {
        return Math.max(0, resumed - wanted);
    }
}
