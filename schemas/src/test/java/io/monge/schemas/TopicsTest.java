package io.monge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.snapshot.SnapshotChunks;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    @Test
    void theNamesAreThoseThatClientsKnow() {
        assertThat(topics.all())
                .extracting(Topic::name)
                .containsExactlyInAnyOrder(
                        "monge.patches.lr",
                        "monge.patches.hr",
                        "monge.ingest.positions",
                        "monge.model.manifests",
                        "monge.model.chunks",
                        "monge.model.current",
                        "monge.model.checkpoints",
                        "monge.upscale.requests",
                        "monge.upscale.results",
                        "monge.metrics.samples",
                        "monge.metrics.windows",
                        "monge.alarms",
                        "monge.dead-letters");
    }

    @Test
    void severalMongesShareABrokerByTheirPrefix() {
        assertThat(Topics.withPrefix("team-a.").patchesLr().name()).isEqualTo("team-a.patches.lr");
        assertThat(Topics.withPrefix("").patchesLr().subject()).isEqualTo("patches.lr-value");
    }

    @Test
    void whatClientsSendMayBeReadByNewerServicesAndWhatServicesPublishByAll() {
        assertThat(topics.patchesHr().compatibility())
                .isEqualTo(CompatibilityLevel.BACKWARD_TRANSITIVE);
        assertThat(topics.upscaleRequests().compatibility())
                .isEqualTo(CompatibilityLevel.BACKWARD_TRANSITIVE);
        assertThat(topics.modelManifests().compatibility())
                .isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(topics.modelCurrent().compatibility())
                .isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void modelsAreCompactedAndPatchesBounded() {
        assertThat(topics.modelChunks().configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.bytes", "-1");
        assertThat(topics.patchesHr().configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.bytes", Long.toString(256L << 20));
    }

    @Test
    void everySegmentHoldsAtLeastOneRecordAndAFractionOfWhatIsKept() {
        for (Topic<?> topic : topics.all()) {
            long segment = Long.parseLong(topic.configs().get("segment.bytes"));
            long kept = topic.retention().bytesPerPartition();
            assertThat(segment).as(topic.name()).isGreaterThanOrEqualTo(topic.maxRecordBytes());
            if (kept != Retention.UNLIMITED) {
                assertThat(segment).as(topic.name()).isLessThanOrEqualTo(kept / 2);
            }
        }
    }

    @Test
    void aChunkAndAnyDeadRecordFitTheirTopics() {
        assertThat(topics.modelChunks().maxRecordBytes())
                .isGreaterThan(SnapshotChunks.MAX_PAYLOAD_BYTES);
        int largest =
                topics.all().stream()
                        .filter(topic -> !topic.equals(topics.deadLetters()))
                        .mapToInt(Topic::maxRecordBytes)
                        .max()
                        .orElseThrow();
        assertThat(topics.deadLetters().maxRecordBytes()).isGreaterThan(largest);
    }

    @Test
    void namesThatKafkaRefusesAreRefusedHere() {
        assertThatThrownBy(() -> Topics.withPrefix("my monge/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my monge/patches.lr");
        assertThatThrownBy(
                        () ->
                                new Topic<>(
                                        "x",
                                        ImagePatch.class,
                                        0,
                                        Cleanup.DELETE,
                                        Retention.forever(),
                                        1,
                                        CompatibilityLevel.NONE))
                .hasMessageContaining("at least 1 partition, not 0");
    }

    @Test
    void retentionIsPositiveOrUnlimited() {
        assertThatThrownBy(() -> new Retention(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(1, -5)).isInstanceOf(IllegalArgumentException.class);
    }
}
