package io.monge.runtime.kafka;

import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the topics of the catalogue exist and that broker and topics can carry them. May
 * be done by several processes at once and any number of times. Blocking; for the start of a
 * process.
 */
public final class TopicAdmin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(50);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final Admin admin;

    /**
     * @throws IllegalStateException if the addresses cannot be resolved; one sentence for the user
     */
    public TopicAdmin(KafkaSettings settings) {
        this.settings = settings;
        Map<String, Object> properties = ClientProperties.common(settings);
        int timeout = Math.toIntExact(settings.connectTimeout().toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        try {
            this.admin = Admin.create(properties);
        } catch (KafkaException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IllegalStateException(
                    "No Kafka broker can be reached at "
                            + settings.bootstrap()
                            + ": "
                            + reason
                            + ".",
                    e);
        }
    }

    /**
     * Creates what is missing, checks what is there, and returns when every partition can be
     * written to.
     *
     * @throws IllegalStateException one sentence: no broker answers, or what is too small and what
     *     is needed
     */
    public void provision(Topics topics) {
        int brokers = brokers();
        new BrokerLimits(admin, settings).check(topics, brokers);
        create(topics.all());
        TopicChecks checks = new TopicChecks(admin);
        Map<String, TopicDescription> described = retrying(() -> checks.describe(topics.all()));
        retrying(() -> checks.check(topics.all(), described));
        awaitWritable(described);
    }

    /**
     * Makes sure that a topic which is not of the catalogue is there; it is not created.
     *
     * @throws IllegalStateException one sentence: no broker answers, or there is no such topic
     */
    public void require(String topic) {
        brokers();
        try {
            Answers.of(admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
            throw new IllegalStateException(
                    "There is no topic '%s' at %s: create it, or name another in full."
                            .formatted(topic, settings.bootstrap()),
                    e);
        }
    }

    /** Has the broker keep all of a topic, however large it grows, until its time is over. */
    public void keepAll(Topic<?> topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp unlimited =
                new AlterConfigOp(
                        new ConfigEntry(TopicConfig.RETENTION_BYTES_CONFIG, "-1"),
                        AlterConfigOp.OpType.SET);
        Answers.of(admin.incrementalAlterConfigs(Map.of(resource, List.of(unlimited))).all());
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }

    private int brokers() {
        try {
            long millis = settings.connectTimeout().toMillis();
            return admin.describeCluster().nodes().get(millis, TimeUnit.MILLISECONDS).size();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof AuthenticationException) {
                throw new IllegalStateException(
                        "The Kafka broker at %s refuses who asks: %s. Set kafka.client (sasl.*, ssl.*)."
                                .formatted(settings.bootstrap(), refusal(e.getCause())),
                        e);
            }
            throw new IllegalStateException(
                    "No Kafka broker answered at %s within %.1f s: start one there, or set kafka.bootstrap."
                            .formatted(
                                    settings.bootstrap(),
                                    settings.connectTimeout().toMillis() / 1000.0),
                    e);
        }
    }

    private static String refusal(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private void create(List<Topic<?>> topics) {
        List<NewTopic> wanted =
                topics.stream()
                        .map(
                                topic ->
                                        new NewTopic(
                                                        topic.name(),
                                                        Optional.of(topic.partitions()),
                                                        Optional.empty())
                                                .configs(topic.configs()))
                        .toList();
        CreateTopicsResult result = admin.createTopics(wanted);
        result.values().forEach(this::created);
    }

    private void created(String topic, KafkaFuture<Void> creation) {
        try {
            Answers.of(creation);
            LOG.info("topic {} created", topic);
        } catch (TopicExistsException e) {
            LOG.debug("topic {} is there", topic);
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "The topic " + topic + " cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * KAFKA-15591: an idempotent producer that writes to a new topic too early can be refused for
     * ever. Once a partition's leader answers listOffsets, it is not.
     */
    private void awaitWritable(Map<String, TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        topics.forEach(
                (name, topic) ->
                        topic.partitions()
                                .forEach(
                                        info ->
                                                all.put(
                                                        new TopicPartition(name, info.partition()),
                                                        OffsetSpec.latest())));
        retrying(() -> Answers.of(admin.listOffsets(all).all()));
    }

    /** A topic just created is not yet known everywhere; so long, answers are errors that pass. */
    private <T> T retrying(Supplier<T> question) {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (RetriableException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new IllegalStateException(
                            "The topics are not ready after "
                                    + READY_TIMEOUT.toSeconds()
                                    + " s: "
                                    + e.getMessage(),
                            e);
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }
}
