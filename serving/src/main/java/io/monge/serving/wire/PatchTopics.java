package io.monge.serving.wire;

import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Received;
import io.monge.schemas.Topic;
import io.monge.schemas.record.ImagePatch;
import io.monge.serving.dashboard.RecentPatches;
import java.time.Duration;
import java.util.List;

/** The two topics of patches, looked at from their end. */
public final class PatchTopics implements RecentPatches {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaConnection kafka;

    public PatchTopics(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    @Override
    public List<RgbImage> lr(int count) {
        return newest(kafka.topics().patchesLr(), count);
    }

    @Override
    public List<RgbImage> hr(int count) {
        return newest(kafka.topics().patchesHr(), count);
    }

    private List<RgbImage> newest(Topic<ImagePatch> topic, int count) {
        return kafka.reader(topic).newest(count, PATIENCE).stream()
                .map(Received::value)
                .filter(PatchTopics::isWhole) // the trainer's dead letters tell of the others
                .map(PatchTopics::image)
                .toList();
    }

    private static boolean isWhole(ImagePatch patch) {
        return patch.getWidth() > 0
                && patch.getHeight() > 0
                && patch.getPixels().remaining() == 3L * patch.getWidth() * patch.getHeight();
    }

    private static RgbImage image(ImagePatch patch) {
        byte[] bytes = new byte[patch.getPixels().remaining()];
        patch.getPixels().duplicate().get(bytes);
        return new RgbImage(patch.getWidth(), patch.getHeight(), bytes);
    }
}
