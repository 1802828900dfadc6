package io.monge.runtime.metric;

import io.monge.runtime.kafka.BestEffortSink;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.schemas.record.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends measurements to {@code metrics.samples} from a thread of its own, {@code metrics-<source>},
 * and shows them to Prometheus ({@link ShownMetrics}). At most once: when the broker is slow or
 * away, the oldest samples are dropped and counted ({@link Metric#METRICS_DROPPED}); one line in
 * the log says so, and one when it is over. Once a second every partition gets a {@link
 * Metric#RUNTIME_HEARTBEAT}, because a window closes only when time moves on in its partition.
 */
public final class KafkaMetricEmitter implements MetricEmitter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaMetricEmitter.class);
    private static final int CAPACITY = 16_384;
    private static final int BATCH = 512;
    private static final Duration REST = Duration.ofMillis(100);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final String source;
    private final MeasurementBuffer buffer = new MeasurementBuffer(CAPACITY);
    private final BestEffortSink<MetricSample> sink;
    private final ShownMetrics shown;
    private final AtomicBoolean arriving = new AtomicBoolean(true);
    private final Thread thread;
    private volatile boolean closing;
    private long nextBeat = System.nanoTime();

    /**
     * @param source who measures, such as {@code trainer}
     */
    public KafkaMetricEmitter(KafkaConnection kafka, String source) {
        this.source = source;
        this.shown = new ShownMetrics(kafka.meters());
        this.sink = kafka.bestEffortSink(kafka.topics().metricsSamples(), new Watch());
        this.thread = new Thread(this::run, "metrics-" + source);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void emit(Measurement measurement) {
        shown.show(measurement.metric(), measurement.value());
        buffer.add(measurement);
    }

    /** Sends what is left, for a few seconds at most. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }

    private void run() {
        while (!closing) {
            beatIfDue();
            if (!sendBatch()) {
                LockSupport.parkNanos(this, REST.toNanos());
            }
        }
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (System.nanoTime() - deadline < 0 && sendBatch()) {
            // What was measured before the end is worth sending.
        }
    }

    /** Returns whether there was anything to send. */
    private boolean sendBatch() {
        List<Measurement> batch = buffer.drain(BATCH);
        batch.forEach(measurement -> sink.send(measurement.metric().id(), sample(measurement)));
        return !batch.isEmpty();
    }

    private void beatIfDue() {
        if (System.nanoTime() - nextBeat < 0) {
            return;
        }
        nextBeat = System.nanoTime() + BEAT.toNanos();
        long dropped = buffer.takeDropped();
        if (dropped > 0) {
            emit(Metric.METRICS_DROPPED, dropped);
        }
        Measurement beat =
                new Measurement(
                        Metric.RUNTIME_HEARTBEAT,
                        1,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Instant.now());
        sink.sendToAll(Metric.RUNTIME_HEARTBEAT.id(), sample(beat));
    }

    private MetricSample sample(Measurement measurement) {
        return MetricSample.newBuilder()
                .setMetric(measurement.metric().id())
                .setSource(source)
                .setUnit(measurement.metric().unit())
                .setValue(measurement.value())
                .setIteration(boxed(measurement.iteration()))
                .setModelVersion(boxed(measurement.modelVersion()))
                .setMeasuredAt(measurement.measuredAt())
                .build();
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** Turns the fate of each sample into a count, and a change of fate into one line. */
    private final class Watch implements BestEffortSink.Outcome {

        @Override
        public void arrived() {
            if (arriving.compareAndSet(false, true)) {
                LOG.info("metrics of {} arrive again", source);
            }
        }

        @Override
        public void lost(String reason) {
            buffer.countDropped();
            if (arriving.compareAndSet(true, false)) {
                LOG.warn("metrics of {} are being lost, work goes on: {}", source, reason);
            }
        }
    }
}
