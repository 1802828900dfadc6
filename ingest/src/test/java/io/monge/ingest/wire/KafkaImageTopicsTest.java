package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.ArrivalLog;
import io.monge.ingest.Arrivals;
import io.monge.ingest.Domain;
import io.monge.ingest.FeedConfig;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.Patch;
import io.monge.ingest.PatchSink;
import io.monge.ingest.ReadingLog;
import io.monge.ingest.SceneConfig;
import io.monge.ingest.SourceSpec;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.schemas.Topics;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.registry.SchemaRegistries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Images on a topic, from a producer that knows nothing of Monge, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaImageTopicsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PATCHES = 4; // of an image
    private static final ImageLimits LIMITS = new ImageLimits(500_000, 1_000_000);
    private static final ImageCodec CODEC = new ImageCodec(LIMITS);

    private EmbeddedKafka broker;
    private SchemaRegistryClient registry;
    private KafkaProducer<String, byte[]> producer;
    private Admin admin;
    private KafkaConnection kafka;

    @BeforeAll
    void start(@TempDir Path data) {
        broker = EmbeddedKafka.start(data.resolve("kafka"));
        registry = SchemaRegistries.open("embedded", data.resolve("registry"));
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
        admin = Admin.create(client);
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "test.");
        kafka = new KafkaConnection(settings, Topics.withPrefix("test."), registry);
        try (TopicAdmin topics = new TopicAdmin(settings)) {
            topics.provision(kafka.topics());
        }
    }

    @AfterAll
    void stop() throws Exception {
        producer.close();
        admin.close();
        registry.close();
        broker.close();
    }

    @Test
    void imagesBecomePatchesAndAllElseDeadLetters() throws Exception {
        create("photos");
        RgbImage image = image(16, 1);
        send("photos", "a", CODEC.encodePng(image));
        send("photos", "letter", "Dear all".getBytes(StandardCharsets.UTF_8));
        send("photos", "nothing", null);
        send("photos", "small", CODEC.encodePng(image(7, 2)));
        send("photos", "large", new byte[500_001]);
        send("photos", null, CODEC.encodeJpeg(image(16, 3), 90));
        CollectingMetricEmitter metrics = new CollectingMetricEmitter();

        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                IngestService service =
                        service("photos", () -> KafkaPatchSink.open(kafka), deadLetters, metrics)) {
            service.start();
            Awaitility.await().atMost(DEADLINE).until(() -> committed("photos") == 6);
        }

        List<Received<ImagePatch>> patches = WrittenRecords.of(kafka, kafka.topics().patchesHr());
        assertThat(patches)
                .extracting(Received::key)
                .containsOnly("a", "photos/0/5")
                .hasSize(2 * PATCHES);
        patches.stream()
                .filter(patch -> patch.key().equals("a"))
                .forEach(patch -> assertIsCutFrom(image, patch.value()));
        assertThat(WrittenRecords.of(kafka, kafka.topics().deadLetters()))
                .extracting(letter -> letter.value().getOffset() + " " + reason(letter.value()))
                .containsExactlyInAnyOrder(
                        "1 The bytes are no image: no format known here begins like this",
                        "2 the record has no value",
                        "3 RgbImage[7x7] gives no patch of 8 px",
                        "4 The image has 500001 bytes; at most 500000 are allowed");
        assertThat(
                        metrics.valuesOf(Metric.INGEST_REFUSED).stream()
                                .mapToDouble(Double::doubleValue)
                                .sum())
                .isEqualTo(3);
    }

    @Test
    void whatIsNotSafeIsReadAgainAndItsPatchesAreThereOnce() throws Exception {
        create("camera");
        send("camera", "c0", CODEC.encodePng(image(16, 0)));
        Sinks.Empty<Void> broken = Sinks.empty();
        Gate stalled =
                new Gate(
                        KafkaPatchSink.open(kafka),
                        batch -> ids(batch).contains("c0") ? Mono.empty() : broken.asMono());

        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            CollectingMetricEmitter metrics = new CollectingMetricEmitter();
            try (IngestService service = service("camera", () -> stalled, deadLetters, metrics)) {
                service.start();
                Awaitility.await().atMost(DEADLINE).until(() -> committed("camera") == 1);
                for (int i = 1; i < 100; i++) {
                    send("camera", "c" + i, CODEC.encodePng(image(16, i)));
                }
                Awaitility.await().atMost(DEADLINE).until(() -> stalled.seen().contains("c1"));
                broken.tryEmitError(new IllegalStateException("broker lost"));
            }
            assertThat(committed("camera")).isEqualTo(1);

            try (IngestService service =
                    service("camera", () -> KafkaPatchSink.open(kafka), deadLetters, metrics)) {
                service.start();
                Awaitility.await().atMost(DEADLINE).until(() -> committed("camera") == 100);
            }
        }
        assertEachIsThereOnce("c", 100);
    }

    @Test
    void twoProcessesShareATopicAndOneTakesOverWhatTheOtherLeaves() throws Exception {
        int images = 200;
        create("shared", 4);
        for (int i = 0; i < images; i++) {
            send("shared", "s" + i, CODEC.encodePng(image(16, i)));
        }
        // Nothing is sent before both have images; the second never sends any.
        Sinks.Empty<Void> both = Sinks.empty();
        Gate waiting = new Gate(KafkaPatchSink.open(kafka), batch -> both.asMono());
        Sinks.Empty<Void> broken = Sinks.empty();
        Gate lost = new Gate(KafkaPatchSink.open(kafka), batch -> broken.asMono());
        CollectingMetricEmitter metrics = new CollectingMetricEmitter();

        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                IngestService one = service("shared", () -> waiting, deadLetters, metrics)) {
            try (IngestService other = service("shared", () -> lost, deadLetters, metrics)) {
                one.start();
                other.start();
                Awaitility.await().atMost(DEADLINE).until(() -> !lost.seen().isEmpty());
                both.tryEmitEmpty();
                broken.tryEmitError(new IllegalStateException("broker lost"));
            }
            Awaitility.await().atMost(DEADLINE).until(() -> committed("shared", 4) == images);
        }

        assertEachIsThereOnce("s", images);
    }

    @Test
    void aLimitEndsTheFeedAndTheImageThatIsBeingCut() throws Exception {
        create("few");
        for (int i = 0; i < 3; i++) {
            send("few", "f" + i, CODEC.encodePng(image(16, i)));
        }

        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                IngestService service =
                        service(
                                new FeedConfig(
                                        new SourceSpec.Topic("few"), 8, PATCHES, 0, PATCHES + 1),
                                () -> KafkaPatchSink.open(kafka),
                                deadLetters,
                                new CollectingMetricEmitter())) {
            service.start();
            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> service.health().is(Health.State.FINISHED));
        }

        assertThat(committed("few")).isEqualTo(2);
        assertThat(counts("f")).isEqualTo(Map.of("f0", (long) PATCHES, "f1", 1L));
    }

    private void assertEachIsThereOnce(String prefix, int images) {
        assertThat(counts(prefix)).hasSize(images);
        assertThat(counts(prefix).values()).containsOnly((long) PATCHES);
    }

    /** Patches on the topic, of the images whose ids begin so. */
    private Map<String, Long> counts(String prefix) {
        return WrittenRecords.of(kafka, kafka.topics().patchesHr()).stream()
                .map(Received::key)
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    }

    private static List<String> ids(List<Patch> batch) {
        return batch.stream().map(Patch::imageId).toList();
    }

    @Test
    void aMissingTopicIsSaidSoAtTheStart() throws Exception {

        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                IngestService service =
                        service(
                                "nowhere",
                                () -> KafkaPatchSink.open(kafka),
                                deadLetters,
                                new CollectingMetricEmitter())) {
            assertThatIllegalStateException()
                    .isThrownBy(service::start)
                    .withMessageStartingWith("There is no topic 'nowhere' at ");
        }
    }

    private IngestService service(
            String topic,
            Supplier<PatchSink> sink,
            DeadLetters deadLetters,
            CollectingMetricEmitter metrics) {
        FeedConfig feed = new FeedConfig(new SourceSpec.Topic(topic), 8, PATCHES, 0, 0);
        return service(feed, sink, deadLetters, metrics);
    }

    private IngestService service(
            FeedConfig feed,
            Supplier<PatchSink> sink,
            DeadLetters deadLetters,
            CollectingMetricEmitter metrics) {
        SceneConfig scenes =
                new SceneConfig(
                        1,
                        SceneConfig.Start.FIRST,
                        64,
                        new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));
        IngestConfig config =
                new IngestConfig(
                        new FeedConfig(new SourceSpec.None(), 8, PATCHES, 0, 0),
                        feed,
                        scenes,
                        LIMITS);
        return new IngestService(
                config, sink, new KafkaImageTopics(kafka, deadLetters), Arrivals.none(), metrics);
    }

    /** A way to the topic with a gate before it, which takes note of what has come to it. */
    private record Gate(PatchSink sink, Function<List<Patch>, Mono<Void>> opens, List<String> seen)
            implements PatchSink {

        Gate(PatchSink sink, Function<List<Patch>, Mono<Void>> opens) {
            this(sink, opens, new CopyOnWriteArrayList<>());
        }

        @Override
        public Mono<Void> send(Patch patch) {
            throw new AssertionError("patches of a topic's images go together");
        }

        @Override
        public ReadingLog log(Domain domain, String reading) {
            throw new AssertionError("there is no folder");
        }

        @Override
        public ArrivalLog arrivals(Domain domain) {
            ArrivalLog log = sink.arrivals(domain);
            return new ArrivalLog() {
                @Override
                public Mono<List<Patch>> append(List<Patch> patches) {
                    seen.addAll(ids(patches));
                    return opens.apply(patches).then(Mono.defer(() -> log.append(patches)));
                }

                @Override
                public void close() {
                    log.close();
                }
            };
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    private void create(String topic) throws Exception {
        create(topic, 1);
    }

    private void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }

    private void send(String topic, @Nullable String key, byte @Nullable [] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
    }

    /** Offset of the group on the topic's only partition; 0 if it has none. */
    private long committed(String topic) throws Exception {
        return committed(topic, 1);
    }

    /** Sum of the group's offsets on the topic's partitions. */
    private long committed(String topic, int partitions) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                admin.listConsumerGroupOffsets("test.ingest-hr")
                        .partitionsToOffsetAndMetadata()
                        .get();
        return IntStream.range(0, partitions)
                .mapToObj(partition -> offsets.get(new TopicPartition(topic, partition)))
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static String reason(DeadLetter letter) {
        return letter.getReason().replaceFirst(" \\(left out.*", "");
    }

    private static void assertIsCutFrom(RgbImage image, ImagePatch patch) {
        byte[] pixels = new byte[patch.getPixels().remaining()];
        patch.getPixels().duplicate().get(pixels);
        assertThat(new RgbImage(8, 8, pixels))
                .isEqualTo(image.crop(patch.getLeft(), patch.getTop(), 8, 8));
    }

    private static RgbImage image(int side, long seed) {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(side, side, pixels);
    }
}
