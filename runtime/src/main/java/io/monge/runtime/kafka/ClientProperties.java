package io.monge.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Properties of each kind of client: our defaults, under the user's, under what our guarantees rest
 * on.
 */
final class ClientProperties {

    /** More than one fetch of images can hold, less than what a pause should keep in memory. */
    private static final int MAX_POLL_RECORDS = 128;

    /** Room around a record's value: key, headers, batch. */
    static final int RECORD_OVERHEAD_BYTES = 16 * 1024;

    private ClientProperties() {}

    static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        return properties;
    }

    static Map<String, Object> assignedConsumer(KafkaSettings settings, Isolation isolation) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        properties.putAll(common(settings));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none"); // OffsetRecovery decides, and reports
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.property());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    /**
     * For records of some megabytes: what a consumer may hold of them, unless the user says
     * otherwise.
     */
    static Map<String, Object> fewAtATime(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 8);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20); // or one larger record
        properties.keySet().removeAll(settings.client().keySet());
        return properties;
    }

    /**
     * For reads that end where the log ends: the fetch that waits there for more holds up the
     * closing of the consumer, half a second by the client's default.
     */
    static Map<String, Object> scanningConsumer(KafkaSettings settings) {
        Map<String, Object> properties = assignedConsumer(settings, Isolation.READ_COMMITTED);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return properties;
    }

    static Map<String, Object> groupConsumer(
            KafkaSettings settings, Isolation isolation, String groupId) {
        Map<String, Object> properties = new HashMap<>();
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.max(1, session / 4));
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        properties.putAll(assignedConsumer(settings, isolation));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        return properties;
    }

    static Map<String, Object> producer(KafkaSettings settings, int maxRecordBytes) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(
                ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024); // two or three patches of 48 KiB
        properties.putAll(common(settings));
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes + RECORD_OVERHEAD_BYTES);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return properties;
    }
}
