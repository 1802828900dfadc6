package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What retention drops is never passed over in silence. */
class TopicScanTest {

    private static final int RECORDS = 3000;

    @TempDir private Path directory;

    private final Topics topics = Topics.withPrefix("scan.");
    private final TopicPartition partition = new TopicPartition(topics.metricsSamples().name(), 0);
    private EmbeddedKafka broker;
    private KafkaConnection kafka;

    @BeforeEach
    void start() {
        broker = EmbeddedKafka.start(directory.resolve("kafka"));
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "scan.");
        kafka = new KafkaConnection(settings, topics, EmbeddedRegistry.inMemory());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        write();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aBeginningThatMovesBeforeItIsReadIsTheNewBeginning() throws Exception {
        List<Long> offsets = new ArrayList<>();
        try (TopicScan scan = new TopicScan(kafka, topics.metricsSamples())) {
            Map<TopicPartition, Long> end = scan.end();
            assertThat(scan.isTruncated(partition)).isFalse();
            drop(40);

            scan.read(end, record -> offsets.add(record.offset()));

            assertThat(scan.isTruncated(partition)).isTrue();
        }
        assertThat(offsets).hasSize(RECORDS - 40).startsWith(40L).endsWith(RECORDS - 1L);
    }

    @Test
    void recordsDroppedWhileTheyAreReadEndTheScan() {
        try (TopicScan scan = new TopicScan(kafka, topics.metricsSamples())) {
            Map<TopicPartition, Long> end = scan.end();

            assertThatThrownBy(
                            () ->
                                    scan.read(
                                            end,
                                            record -> {
                                                if (record.offset() == 0) {
                                                    drop(RECORDS - 1);
                                                }
                                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "retention drops records of scan.metrics.samples faster than they are read");
        }
    }

    /** Large ones, so that they come in many fetches. */
    private void write() {
        try (var producer =
                new KafkaProducer<>(
                        kafka.clientProperties(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), 0, null, new byte[8000]));
            }
        }
    }

    private void drop(long before) {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
