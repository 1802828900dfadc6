package io.monge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    static final String TOPIC = "letters";

    @TempDir private Path directory;

    @Test
    void topicsAndRecordsSurviveARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            createTopic(kafka);
            send(kafka, "before");
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            send(kafka, "after");

            assertThat(readAll(kafka, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void twoBrokersLiveBesideEachOther(@TempDir Path second) throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start(directory);
                EmbeddedKafka two = EmbeddedKafka.start(second)) {
            createTopic(one);

            assertThat(one.bootstrapServers())
                    .startsWith("127.0.0.1:")
                    .isNotEqualTo(two.bootstrapServers());
            assertThat(topics(one)).contains(TOPIC);
            assertThat(topics(two)).doesNotContain(TOPIC);
        }
    }

    @Test
    void aDirectoryInUseIsRefusedWithItsName() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(kafka.bootstrapServers()).isNotBlank();

            assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void theClusterKeepsItsIdentity() throws Exception {
        String before;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            before = clusterId(kafka);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(clusterId(kafka)).isEqualTo(before);
        }
    }

    @Test
    void aKnownPortIsTheOneClientsFindItAt() throws Exception {
        int port = Ports.free().broker();

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(clusterId(kafka)).isNotBlank();
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> EmbeddedKafka.start(directory, port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void onlyDeclaredTopicsExist() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", 1500);
            try (var producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", "x")).get())
                        .hasMessageContaining("misspelt");
            }
            assertThat(topics(kafka)).doesNotContain("misspelt");
        }
    }

    @Test
    void aKilledProcessLosesNothingItAcknowledged() throws Exception {
        Process child = KilledBroker.start(directory);
        try (var output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo(KilledBroker.SENT);
        } finally {
            child.destroyForcibly().waitFor();
        }

        long began = System.nanoTime();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(readAll(kafka, KilledBroker.RECORDS)).hasSize(KilledBroker.RECORDS);
            send(kafka, "after");
        }
        // Generous against a loaded machine; a wait for the dead node's session would come on top.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(40));
    }

    private static String clusterId(EmbeddedKafka kafka)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    static void createTopic(EmbeddedKafka kafka) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static Set<String> topics(EmbeddedKafka kafka)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private static void send(EmbeddedKafka kafka, String value)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> readAll(EmbeddedKafka kafka, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                records.forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
