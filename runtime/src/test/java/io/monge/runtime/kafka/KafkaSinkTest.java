package io.monge.runtime.kafka;

import static io.monge.runtime.kafka.Records.bulky;
import static io.monge.runtime.kafka.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.schemas.Topics;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.registry.SchemaRegistries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

@ExtendWith(Broker.class)
class KafkaSinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void recordsAreWrittenInOrderAndSayWhereTheyLie(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples())) {
            List<RecordPosition> positions =
                    sink.sendAll(Flux.range(0, 1000).map(i -> sample("same", i)))
                            .collectList()
                            .block(PATIENCE);

            assertThat(positions).hasSize(1000);
            assertThat(positions)
                    .extracting(RecordPosition::partition)
                    .containsOnly(positions.get(0).partition());
            assertThat(positions)
                    .extracting(RecordPosition::offset)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void aRecordMayBeSentToAPartitionOfChoice(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples())) {
            assertThat(sink.sendTo(3, "k", sample("k", 1).value()).block(PATIENCE))
                    .isEqualTo(new RecordPosition(3, 0));
        }
    }

    @Test
    void aRecordLargerThanItsTopicTakesFailsAloneAndAtOnce(KafkaConnection kafka) {
        try (KafkaSink<DeadLetter> sink = kafka.sink(kafka.topics().deadLetters())) {
            int tooLarge = kafka.topics().deadLetters().maxRecordBytes() + 100_000;

            assertThatExceptionOfType(RecordTooLargeException.class)
                    .isThrownBy(() -> sink.send("k", bulky(tooLarge).value()).block(PATIENCE));
            assertThat(sink.send("k", bulky(10).value()).block(PATIENCE)).isNotNull();
        }
    }

    @Test
    void aBrokerThatIsAwaySuspendsThePipelineAndNothingIsLost(@TempDir Path directory)
            throws Exception {
        EmbeddedKafka first = EmbeddedKafka.start(directory.resolve("kafka"));
        int port = Integer.parseInt(first.bootstrapServers().replaceAll(".*:", ""));
        KafkaSettings settings = KafkaSettings.of(first.bootstrapServers(), "away.");
        Topics topics = Topics.withPrefix("away.");
        var registry =
                SchemaRegistries.open(SchemaRegistries.EMBEDDED, directory.resolve("registry"));
        KafkaConnection kafka = new KafkaConnection(settings, topics, registry);
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        AtomicInteger asked = new AtomicInteger();
        List<RecordPosition> written = new CopyOnWriteArrayList<>();
        int records = 2000; // of 64 KiB: four times what the client would buffer
        Flux<Keyed<DeadLetter>> source =
                Flux.range(0, records)
                        .doOnNext(i -> asked.incrementAndGet())
                        .map(i -> bulky(1 << 16));

        try (KafkaSink<DeadLetter> sink = kafka.sink(topics.deadLetters())) {
            sink.send("k", bulky(1).value()).block(PATIENCE);
            first.close();
            sink.sendAll(source)
                    .subscribe(written::add); // returns: no thread of the caller is held
            await().during(Duration.ofSeconds(2)).until(() -> asked.get() < records / 4);
            assertThat(written).isEmpty();
            try (EmbeddedKafka second =
                    EmbeddedKafka.start(directory.resolve("kafka"), port, Map.of())) {
                await().atMost(PATIENCE).until(() -> written.size() == records);
                assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
            }
        }
        assertThat(written).extracting(RecordPosition::offset).doesNotHaveDuplicates().isSorted();
        registry.close();
    }
}
