package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.Crop;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.imaging.scene.SceneStream;
import io.monge.ingest.Arrivals;
import io.monge.ingest.Domain;
import io.monge.ingest.FeedConfig;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.Patch;
import io.monge.ingest.SceneConfig;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.upload.UploadListeners;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.registry.SchemaRegistries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaPatchSinkTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final SceneConfig SCENES =
            new SceneConfig(
                    1,
                    SceneConfig.Start.FIRST,
                    64,
                    new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));

    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 1_000_000);

    private EmbeddedKafka broker;
    private SchemaRegistryClient registry;

    @BeforeAll
    void start(@TempDir Path data) {
        broker = EmbeddedKafka.start(data.resolve("kafka"));
        registry = SchemaRegistries.open("embedded", data.resolve("registry"));
    }

    @AfterAll
    void stop() throws Exception {
        registry.close();
        broker.close();
    }

    @Test
    void aPatchBecomesARecordOfRawBytes() {
        RgbImage image = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        Instant now = Instant.parse("2026-01-01T00:00:00.123Z");

        ImagePatch record =
                PatchRecords.of(new Patch(Domain.HR, "a/b.png", new Crop(7, 9, image), now));

        assertThat(record.getImageId()).isEqualTo("a/b.png");
        assertThat(record.getDomain()).isEqualTo(io.monge.schemas.record.Domain.HR);
        assertThat(record.getWidth()).isEqualTo(2);
        assertThat(record.getHeight()).isEqualTo(1);
        assertThat(record.getLeft()).isEqualTo(7);
        assertThat(record.getTop()).isEqualTo(9);
        assertThat(record.getIngestedAt()).isEqualTo(now);
        assertThat(bytes(record)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void bothDomainsArriveOnTheirTopicsPixelForPixel() {
        KafkaConnection kafka = provisioned("test.");

        ingest(kafka);

        List<Received<ImagePatch>> lr = WrittenRecords.of(kafka, kafka.topics().patchesLr());
        List<Received<ImagePatch>> hr = WrittenRecords.of(kafka, kafka.topics().patchesHr());
        assertThat(lr).hasSize(40);
        assertThat(hr).hasSize(60);
        assertThat(lr)
                .allSatisfy(
                        r -> {
                            assertThat(r.value().getWidth()).isEqualTo(8);
                            assertThat(r.value().getDomain())
                                    .isEqualTo(io.monge.schemas.record.Domain.LR);
                            assertThat(r.key()).isEqualTo(r.value().getImageId());
                        });
        hr.forEach(r -> assertIsCutFromItsScene(r.value()));
    }

    @Test
    void thePatchesOfAPostedImageAreOnTheTopicWhenItIsAnswered() throws Exception {
        KafkaConnection kafka = provisioned("posted.");
        RgbImage image = new ScenePainter(64).paint(new SceneSeeds(1).of(SceneStream.HR, 7));
        FeedConfig posted = new FeedConfig(new SourceSpec.Http(0), 32, 6, 0, 0);
        IngestConfig config =
                new IngestConfig(
                        new FeedConfig(new SourceSpec.None(), 8, 4, 0, 0), posted, SCENES, LIMITS);
        UploadListeners uploads =
                new UploadListeners(config.uploads(), 1_000_000, new SimpleMeterRegistry());

        HttpResponse<String> answer;
        try (IngestService service =
                new IngestService(
                        config,
                        () -> KafkaPatchSink.open(kafka),
                        Arrivals.none(),
                        uploads,
                        MetricEmitter.discarding())) {
            service.start();
            answer = post(uploads.port(Domain.HR), new ImageCodec(LIMITS).encodePng(image));

            List<Received<ImagePatch>> hr = WrittenRecords.of(kafka, kafka.topics().patchesHr());
            assertThat(hr).extracting(Received::key).containsOnly("scene-hr-7").hasSize(6);
            hr.forEach(r -> assertIsCutFromItsScene(r.value()));
        }
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"scene-hr-7\",\"width\":64,\"height\":64,\"patches\":6}");
    }

    private KafkaConnection provisioned(String prefix) {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), prefix);
        KafkaConnection kafka = new KafkaConnection(settings, Topics.withPrefix(prefix), registry);
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(kafka.topics());
        }
        return kafka;
    }

    private static HttpResponse<String> post(int port, byte[] image) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/images?id=scene-hr-7");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(DEADLINE)
                                .POST(BodyPublishers.ofByteArray(image))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static void ingest(KafkaConnection kafka) {
        SourceSpec synthetic = new SourceSpec.Synthetic();
        IngestConfig config =
                new IngestConfig(
                        new FeedConfig(synthetic, 8, 4, 0, 40),
                        new FeedConfig(synthetic, 32, 6, 0, 60),
                        SCENES,
                        LIMITS);
        try (IngestService service =
                new IngestService(
                        config, () -> KafkaPatchSink.open(kafka), MetricEmitter.discarding())) {
            service.start();
            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> service.health().is(Health.State.FINISHED));
            assertThat(service.published(Domain.LR)).isEqualTo(40);
            assertThat(service.published(Domain.HR)).isEqualTo(60);
        }
    }

    private static void assertIsCutFromItsScene(ImagePatch patch) {
        String id = patch.getImageId();
        long index = Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
        RgbImage scene = new ScenePainter(64).paint(new SceneSeeds(1).of(SceneStream.HR, index));
        assertThat(new RgbImage(32, 32, bytes(patch)))
                .isEqualTo(scene.crop(patch.getLeft(), patch.getTop(), 32, 32));
    }

    private static byte[] bytes(ImagePatch record) {
        byte[] bytes = new byte[record.getPixels().remaining()];
        record.getPixels().duplicate().get(bytes);
        return bytes;
    }
}
