package io.monge.ingest.wire;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Received;
import io.monge.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** All that is on a topic. */
final class WrittenRecords {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private WrittenRecords() {}

    static <V extends SpecificRecord> List<Received<V>> of(KafkaConnection kafka, Topic<V> topic) {
        List<Received<V>> records = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            kafka.reader(topic)
                    .scan(
                            partition,
                            0,
                            record -> {
                                records.add(record);
                                return false;
                            },
                            DEADLINE);
        }
        return records;
    }
}
