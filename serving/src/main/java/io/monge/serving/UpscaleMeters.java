package io.monge.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.monge.imaging.MalformedImageException;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.upscale.DeadlinePassedException;
import io.monge.serving.upscale.Method;
import io.monge.serving.upscale.UnavailableException;
import io.monge.serving.upscale.UpscaleAnswer;
import io.monge.serving.upscale.UpscaleObserver;
import io.monge.serving.upscale.UpscaleQueue;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What becomes of the images, to Prometheus and to the metrics topic alike. Thread-safe. */
final class UpscaleMeters implements UpscaleObserver {

    private final MeterRegistry registry;
    private final MetricEmitter emitter;
    private final Supplier<String> device;
    private final StageTimers stages;

    /**
     * @param device on which maps run; asked when one has answered
     */
    UpscaleMeters(MeterRegistry registry, MetricEmitter emitter, Supplier<String> device) {
        this.registry = registry;
        this.emitter = emitter;
        this.device = device;
        this.stages = new StageTimers(registry);
    }

    /** Shows the queue and the slot too. */
    void watch(UpscaleQueue queue, ModelSlot slot) {
        Gauge.builder("monge.queue.requests", queue, q -> q.state().requests())
                .description("Images waiting or in work")
                .register(registry);
        Gauge.builder("monge.queue.pixels", queue, q -> q.state().pixels())
                .description("Low-resolution pixels waiting or in work")
                .register(registry);
        Gauge.builder("monge.model.version", slot, UpscaleMeters::version)
                .description("Version (iterations) of the served model; NaN before the first")
                .register(registry);
    }

    @Override
    public void answered(Method method, UpscaleAnswer answer) {
        UpscaleAnswer.Timing timing = answer.timing();
        OptionalLong version = answer.version();
        stages.record(
                method.name().toLowerCase(Locale.ROOT),
                version.isPresent() ? String.valueOf(version.getAsLong()) : "none",
                version.isPresent() ? device.get() : "cpu", // interpolation is plain Java
                timing);
        outcome("answered").increment();
        version.ifPresent(made -> emit(made, timing));
    }

    @Override
    public void refused(UnavailableException.Reason reason) {
        outcome(reason.name().toLowerCase(Locale.ROOT)).increment();
        emitter.emit(Metric.SERVING_REFUSED, 1);
    }

    @Override
    public void failed(Throwable cause) {
        String outcome = "failed";
        if (cause instanceof MalformedImageException image) {
            outcome = "image_" + image.kind().name().toLowerCase(Locale.ROOT);
        } else if (cause instanceof DeadlinePassedException) {
            outcome = "deadline_passed";
        }
        outcome(outcome).increment();
    }

    private static double version(ModelSlot slot) {
        return slot.current().map(model -> (double) model.version()).orElse(Double.NaN);
    }

    private Counter outcome(String outcome) {
        return Counter.builder("monge.upscale.requests")
                .description("Images by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void emit(long version, UpscaleAnswer.Timing timing) {
        emitter.emitFor(version, Metric.SERVING_REQUESTS, 1);
        emitter.emitFor(version, Metric.SERVING_UPSCALE_SECONDS, seconds(timing.total()));
        emitter.emitFor(version, Metric.SERVING_QUEUE_SECONDS, seconds(timing.queued()));
        emitter.emitFor(version, Metric.SERVING_DECODE_SECONDS, seconds(timing.decode()));
        emitter.emitFor(version, Metric.SERVING_INFER_SECONDS, seconds(timing.inference()));
        emitter.emitFor(version, Metric.SERVING_ENCODE_SECONDS, seconds(timing.encode()));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
