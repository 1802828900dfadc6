package io.monge.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.monge.serving.upscale.UpscaleAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Histograms of where images spend their time, by method, model version and device. Versions come
 * without end, so those that have answered longest ago lose their histograms. Thread-safe.
 */
final class StageTimers {

    private static final String NAME = "monge.upscale";
    private static final String VERSION = "version";
    private static final int KEPT_VERSIONS = 4;

    private final MeterRegistry registry;
    private final Deque<String> versions =
            new ArrayDeque<>(); // newest answer last; guarded by this

    StageTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param version of the model, or a word if there was none
     */
    synchronized void record(
            String method, String version, String device, UpscaleAnswer.Timing timing) {
        keep(version);
        Tags tags = Tags.of("method", method, VERSION, version, "device", device);
        stage(tags, "queue", timing.queued());
        stage(tags, "decode", timing.decode());
        stage(tags, "infer", timing.inference());
        stage(tags, "encode", timing.encode());
    }

    private void keep(String version) {
        if (version.equals(versions.peekLast())) {
            return;
        }
        versions.remove(version);
        versions.addLast(version);
        if (versions.size() > KEPT_VERSIONS) {
            String oldest = versions.removeFirst();
            List.copyOf(registry.getMeters()).stream()
                    .filter(meter -> meter.getId().getName().equals(NAME))
                    .filter(meter -> oldest.equals(meter.getId().getTag(VERSION)))
                    .forEach(registry::remove);
        }
    }

    private void stage(Tags tags, String stage, Duration time) {
        Timer.builder(NAME)
                .description("Time of one image by stage, model version and device")
                .tags(tags)
                .tag("stage", stage)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(2))
                .register(registry)
                .record(time);
    }
}
