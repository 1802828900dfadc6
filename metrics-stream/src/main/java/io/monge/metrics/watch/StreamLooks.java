package io.monge.metrics.watch;

import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.TopicReader;
import io.monge.schemas.record.ImagePatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream of patches, looked at from its end: the trainer may be hours behind, the camera that
 * has gone blind is blind now. Blocking; not thread-safe.
 */
final class StreamLooks {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A look at fewer would be mostly chance; they wait for more. */
    private static final int LEAST = 32;

    private final TopicReader<ImagePatch> reader;
    private final int most;
    private final DriftMeter meter;
    private final Map<Integer, Long> seen = new HashMap<>();
    private final List<Appearance> waiting = new ArrayList<>();

    StreamLooks(TopicReader<ImagePatch> reader, WatchConfig.DriftConfig config) {
        this.reader = reader;
        this.most = config.patches();
        this.meter = new DriftMeter(config);
    }

    /** Empty while too little has come since the last look, or there is too little past. */
    Optional<DriftMeter.Drift> look() {
        List<Received<ImagePatch>> newest = reader.newest(most, PATIENCE);
        newest.stream()
                .filter(patch -> patch.offset() > seen.getOrDefault(patch.partition(), -1L))
                .flatMap(patch -> appearance(patch.value()).stream())
                .forEach(waiting::add);
        newest.forEach(patch -> seen.merge(patch.partition(), patch.offset(), Math::max));
        if (waiting.size() < LEAST) {
            return Optional.empty();
        }
        Optional<DriftMeter.Drift> drift = meter.look(List.copyOf(waiting));
        waiting.clear();
        return drift;
    }

    private static Optional<Appearance> appearance(ImagePatch patch) {
        int width = patch.getWidth();
        int height = patch.getHeight();
        if (width < 3 || height < 3 || patch.getPixels().remaining() != 3L * width * height) {
            return Optional.empty(); // the trainer's dead letters tell of it
        }
        byte[] rgb = new byte[patch.getPixels().remaining()];
        patch.getPixels().duplicate().get(rgb);
        return Optional.of(Appearance.of(rgb, width, height));
    }
}
