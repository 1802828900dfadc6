package io.monge.schemas;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: its name, what is on it and how the broker keeps it. Keys are UTF-8 strings.
 *
 * @param name full name, prefix included
 * @param valueType generated class of the values
 * @param partitions number of partitions
 * @param maxRecordBytes largest record batch the broker takes, bytes
 * @param compatibility how the value's schema may evolve
 */
public record Topic<V extends SpecificRecord>(
        String name,
        Class<V> valueType,
        int partitions,
        Cleanup cleanup,
        Retention retention,
        int maxRecordBytes,
        CompatibilityLevel compatibility) {

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final long MIB = 1L << 20;

    public Topic {
        if (!LEGAL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "topic name '%s' must be 1 to 249 letters, digits, '.', '_' or '-'"
                            .formatted(name));
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic %s needs at least 1 partition, not %d".formatted(name, partitions));
        }
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException(
                    "topic %s must take records of at least 1 byte, not %d"
                            .formatted(name, maxRecordBytes));
        }
    }

    /** The registry's name for the schema of the values: {@code <topic>-value}. */
    public String subject() {
        return name + "-value";
    }

    /** The schema that this version of the program writes and reads. */
    public Schema schema() {
        return SpecificData.get().getSchema(valueType);
    }

    /** The topic's configuration in Kafka's own keys. */
    public Map<String, String> configs() {
        return Map.of(
                "cleanup.policy", cleanup.policy(),
                "retention.ms", Long.toString(retention.millis()),
                "retention.bytes", Long.toString(retention.bytesPerPartition()),
                "max.message.bytes", Integer.toString(maxRecordBytes),
                "segment.bytes", Long.toString(segmentBytes()));
    }

    /**
     * Only closed segments are compacted or deleted, so they are small against what is kept: a
     * quarter of a partition, at least one record, between 1 and 64 MiB.
     */
    private long segmentBytes() {
        long wanted = cleanup == Cleanup.DELETE ? retention.bytesPerPartition() / 4 : 16 * MIB;
        long bounded = Math.min(Math.max(wanted, MIB), 64 * MIB);
        return Math.max(bounded, maxRecordBytes);
    }
}
