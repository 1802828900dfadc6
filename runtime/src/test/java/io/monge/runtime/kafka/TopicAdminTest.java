package io.monge.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.monge.schemas.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class TopicAdminTest {

    @Test
    void provisioningTwiceChangesNothing(KafkaConnection kafka) throws Exception {
        assertThatCode(() -> provision(kafka.settings(), kafka.topics()))
                .doesNotThrowAnyException();

        try (Admin admin = Admin.create(kafka.clientProperties())) {
            assertThat(admin.listTopics().names().get())
                    .contains(kafka.topics().patchesLr().name());
        }
    }

    @Test
    void severalProcessesMayProvisionAtTheSameTime(KafkaConnection kafka) throws Exception {
        Topics topics = Topics.withPrefix(kafka.settings().topicPrefix() + "together.");
        ExecutorService processes = Executors.newFixedThreadPool(4);
        Callable<Boolean> provisioning =
                () -> {
                    provision(kafka.settings(), topics);
                    return true;
                };
        try {
            for (Future<Boolean> done :
                    processes.invokeAll(
                            List.of(provisioning, provisioning, provisioning, provisioning))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            processes.shutdown();
        }
    }

    @Test
    void anExistingTopicWithTooFewPartitionsIsRefused(KafkaConnection kafka) throws Exception {
        Topics topics = Topics.withPrefix(kafka.settings().topicPrefix() + "few.");
        create(
                kafka,
                new NewTopic(topics.patchesLr().name(), 1, (short) 1)
                        .configs(topics.patchesLr().configs()));

        assertThatIllegalStateException()
                .isThrownBy(() -> provision(kafka.settings(), topics))
                .withMessageContaining(
                        "The topic "
                                + topics.patchesLr().name()
                                + " has 1 partitions: needed are at least 4.");
    }

    @Test
    void anExistingTopicForSmallerRecordsIsRefused(KafkaConnection kafka) throws Exception {
        Topics topics = Topics.withPrefix(kafka.settings().topicPrefix() + "small.");
        create(
                kafka,
                new NewTopic(topics.upscaleResults().name(), Optional.of(4), Optional.empty())
                        .configs(Map.of("max.message.bytes", "1000")));

        assertThatIllegalStateException()
                .isThrownBy(() -> provision(kafka.settings(), topics))
                .withMessageContaining(
                        "has max.message.bytes 1000: needed are at least "
                                + topics.upscaleResults().maxRecordBytes());
    }

    @Test
    void anExistingTopicThatIsNotCompactedIsRefused(KafkaConnection kafka) throws Exception {
        Topics topics = Topics.withPrefix(kafka.settings().topicPrefix() + "kept.");
        create(kafka, new NewTopic(topics.modelCurrent().name(), 1, (short) 1));

        assertThatIllegalStateException()
                .isThrownBy(() -> provision(kafka.settings(), topics))
                .withMessageContaining("has cleanup.policy delete: needed is compact");
    }

    @Test
    void aBrokerWithTooShortSessionsIsRefused(KafkaConnection kafka) {
        KafkaSettings given = kafka.settings();
        KafkaSettings endless =
                new KafkaSettings(
                        given.bootstrap(),
                        given.topicPrefix(),
                        given.connectTimeout(),
                        Duration.ofDays(3),
                        given.revokeTimeout(),
                        given.client());

        assertThatIllegalStateException()
                .isThrownBy(() -> provision(endless, kafka.topics()))
                .withMessageContaining("The broker has group.max.session.timeout.ms");
    }

    @Test
    void withoutABrokerThereIsOneSentenceInTime() throws IOException {
        KafkaSettings nobody = settings("127.0.0.1:" + unusedPort());
        Instant begin = Instant.now();

        assertThatIllegalStateException()
                .isThrownBy(() -> provision(nobody, Topics.withPrefix("x.")))
                .withMessageContaining("No Kafka broker answered at 127.0.0.1:")
                .withMessageContaining("within 1.0 s");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anAddressThatDoesNotExistIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                provision(
                                        settings("no-such-host.invalid:9092"),
                                        Topics.withPrefix("x.")))
                .withMessageContaining(
                        "No Kafka broker can be reached at no-such-host.invalid:9092");
    }

    private static void provision(KafkaSettings settings, Topics topics) {
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
    }

    private static void create(KafkaConnection kafka, NewTopic topic)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static KafkaSettings settings(String bootstrap) {
        return new KafkaSettings(
                bootstrap,
                "x.",
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                Map.of());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
