package io.monge.runtime.kafka;

import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits of the broker that would otherwise show as a mysterious failure hours later. The broker's
 * message.max.bytes is not among them: the catalogue's topics carry their own max.message.bytes,
 * which takes its place.
 */
final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);

    private final Admin admin;
    private final KafkaSettings settings;

    BrokerLimits(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * @throws IllegalStateException if one is too small
     */
    void check(Topics topics, int brokers) {
        Config config;
        try {
            String node = Answers.of(admin.describeCluster().controller()).idString();
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
            config = Answers.of(admin.describeConfigs(List.of(broker)).all()).get(broker);
        } catch (KafkaException e) {
            LOG.warn(
                    "the broker's limits are unknown, going on: {}",
                    e.getMessage()); // a right not everybody has
            return;
        }
        int largest = topics.all().stream().mapToInt(Topic::maxRecordBytes).max().orElseThrow();
        atLeast(
                config,
                "socket.request.max.bytes",
                largest + ClientProperties.RECORD_OVERHEAD_BYTES);
        atLeast(config, "transaction.max.timeout.ms", KafkaConnection.TRANSACTION_TIMEOUT_MILLIS);
        atLeast(config, "group.max.session.timeout.ms", settings.sessionTimeout().toMillis());
        atMost(
                config,
                "group.min.session.timeout.ms",
                settings.sessionTimeout().toMillis(),
                "raise kafka.sessionTimeout or lower it");
        checkInternalTopics(config, brokers);
    }

    /**
     * A replication factor above the number of brokers keeps the internal topic, and so every
     * transaction, from ever starting.
     */
    private void checkInternalTopics(Config config, int brokers) {
        Set<String> there =
                Answers.of(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        if (!there.contains("__transaction_state")) {
            atMost(
                    config,
                    "transaction.state.log.replication.factor",
                    brokers,
                    "lower it or add brokers");
            atMost(config, "transaction.state.log.min.isr", brokers, "lower it or add brokers");
        }
        if (!there.contains("__consumer_offsets")) {
            atMost(config, "offsets.topic.replication.factor", brokers, "lower it or add brokers");
        }
    }

    private static void atLeast(Config config, String key, long needed) {
        ConfigEntry entry = config.get(key);
        if (entry != null && entry.value() != null && Long.parseLong(entry.value()) < needed) {
            throw new IllegalStateException(
                    "The broker has %s %s: needed are at least %d."
                            .formatted(key, entry.value(), needed));
        }
    }

    private static void atMost(Config config, String key, long allowed, String remedy) {
        ConfigEntry entry = config.get(key);
        if (entry != null && entry.value() != null && Long.parseLong(entry.value()) > allowed) {
            throw new IllegalStateException(
                    "The broker has %s %s: allowed are at most %d; %s."
                            .formatted(key, entry.value(), allowed, remedy));
        }
    }
}
