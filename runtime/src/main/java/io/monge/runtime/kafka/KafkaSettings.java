package io.monge.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to reach Kafka. As YAML, with the defaults:
 *
 * <pre>{@code
 * kafka:
 *   bootstrap: localhost:9092      # host:port, several separated by commas
 *   topicPrefix: monge.            # of every topic, group and transactional id
 *   connectTimeout: 10s            # for the first answer of a broker; then one sentence and exit 1
 *   sessionTimeout: 8s             # after which a silent member of a consumer group is taken for dead
 *   revokeTimeout: 5s              # for handed-out records when a partition moves to another member
 *   client: {}                     # any client property (TLS, SASL, ...), passed on untouched
 * }</pre>
 */
public record KafkaSettings(
        String bootstrap,
        String topicPrefix,
        Duration connectTimeout,
        Duration sessionTimeout,
        Duration revokeTimeout,
        Map<String, String> client) {

    /** What the delivery guarantees of this package rest on. */
    private static final Set<String> FIXED =
            Set.of(
                    "bootstrap.servers",
                    "group.id",
                    "transactional.id",
                    "enable.auto.commit",
                    "auto.offset.reset",
                    "isolation.level",
                    "acks",
                    "enable.idempotence",
                    "key.serializer",
                    "value.serializer",
                    "key.deserializer",
                    "value.deserializer");

    public KafkaSettings {
        if (bootstrap.isBlank()) {
            throw new IllegalArgumentException(
                    "bootstrap is blank: allowed is host:port, such as localhost:9092");
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "topicPrefix is '"
                            + topicPrefix
                            + "': allowed are up to 100 letters, digits, dots, hyphens and underscores");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("sessionTimeout", sessionTimeout);
        requirePositive("revokeTimeout", revokeTimeout);
        Set<String> forbidden = new TreeSet<>(client.keySet());
        forbidden.retainAll(FIXED);
        if (!forbidden.isEmpty()) {
            throw new IllegalArgumentException(
                    "client sets "
                            + String.join(", ", forbidden)
                            + ": allowed is every client property but those the delivery guarantees rest on");
        }
        client = Map.copyOf(client);
    }

    /** Settings with all defaults for the given brokers and prefix. */
    public static KafkaSettings of(String bootstrap, String topicPrefix) {
        return new KafkaSettings(
                bootstrap,
                topicPrefix,
                Duration.ofSeconds(10),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                Map.of());
    }

    /** The same settings for other brokers. */
    public KafkaSettings reaching(String otherBootstrap) {
        return new KafkaSettings(
                otherBootstrap, topicPrefix, connectTimeout, sessionTimeout, revokeTimeout, client);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    name + " is " + value + ": allowed is a duration above zero");
        }
    }
}
