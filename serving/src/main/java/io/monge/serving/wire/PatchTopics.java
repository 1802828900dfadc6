package io.monge.serving.wire;

import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Received;
import io.monge.schemas.Topic;
import io.monge.schemas.record.ImagePatch;
import io.monge.serving.dashboard.RecentPatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The two topics of patches, looked at from their end: the newest patches of several images. */
public final class PatchTopics implements RecentPatches {
    /** Patches come image by image; so many are seen for each one shown. */
    private static final int SEEN = 16;

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
        Map<String, ImagePatch> ofImages = new LinkedHashMap<>();
        List<ImagePatch> further = new ArrayList<>();
        for (Received<ImagePatch> received : kafka.reader(topic).newest(SEEN * count, PATIENCE)) {
            ImagePatch patch = received.value();
            // The trainer's dead letters tell of those that are not whole.
            if (isWhole(patch) && ofImages.putIfAbsent(patch.getImageId(), patch) != null) {
                further.add(patch);
            }
        }
        return Stream.concat(ofImages.values().stream(), further.stream())
                .limit(count)
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
