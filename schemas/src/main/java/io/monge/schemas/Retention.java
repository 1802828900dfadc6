package io.monge.schemas;

import java.time.Duration;

/**
 * How long a topic keeps its records.
 *
 * @param millis age after which a record may go, ms; {@link #UNLIMITED} for never
 * @param bytesPerPartition size of a partition beyond which its oldest records go, bytes; {@link
 *     #UNLIMITED} for any
 */
public record Retention(long millis, long bytesPerPartition) {

    /** Kafka's own value for "no limit". */
    public static final long UNLIMITED = -1;

    public Retention {
        if (millis != UNLIMITED && millis <= 0) {
            throw new IllegalArgumentException(
                    "retention must be positive or -1 ms, not " + millis);
        }
        if (bytesPerPartition != UNLIMITED && bytesPerPartition <= 0) {
            throw new IllegalArgumentException(
                    "retained bytes per partition must be positive or -1, not "
                            + bytesPerPartition);
        }
    }

    /** Records stay until compaction replaces them. */
    public static Retention forever() {
        return new Retention(UNLIMITED, UNLIMITED);
    }

    /** Records stay this long, and no longer than their partition has room. */
    public static Retention of(Duration age, long bytesPerPartition) {
        return new Retention(age.toMillis(), bytesPerPartition);
    }
}
