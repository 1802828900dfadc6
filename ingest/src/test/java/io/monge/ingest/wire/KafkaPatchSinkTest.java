package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.Crop;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.imaging.scene.SceneStream;
import io.monge.ingest.Domain;
import io.monge.ingest.FeedConfig;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.Patch;
import io.monge.ingest.SceneConfig;
import io.monge.ingest.SourceSpec;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.registry.SchemaRegistries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPatchSinkTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final SceneConfig SCENES =
            new SceneConfig(
                    1,
                    SceneConfig.Start.FIRST,
                    64,
                    new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));

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
    void bothDomainsArriveOnTheirTopicsPixelForPixel(@TempDir Path data) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(data.resolve("kafka"));
                SchemaRegistryClient registry =
                        SchemaRegistries.open("embedded", data.resolve("registry"))) {
            KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "test.");
            KafkaConnection kafka =
                    new KafkaConnection(settings, Topics.withPrefix("test."), registry);
            try (TopicAdmin admin = new TopicAdmin(settings)) {
                admin.provision(kafka.topics());
            }

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
    }

    private static void ingest(KafkaConnection kafka) {
        SourceSpec synthetic = new SourceSpec.Synthetic();
        IngestConfig config =
                new IngestConfig(
                        new FeedConfig(synthetic, 8, 4, 0, 40),
                        new FeedConfig(synthetic, 32, 6, 0, 60),
                        SCENES,
                        new ImageLimits(1_000_000, 1_000_000));
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
