package io.monge.metrics;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topic;
import io.monge.schemas.record.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Samples as a whole system emits them, from a thread of its own until it is stopped: many metrics,
 * two sources, model versions, heartbeats, and now and then one that is late or no sample at all.
 */
final class SampleLoad implements AutoCloseable {
    private static final int METRICS = 12;
    private static final int PARTITIONS = 4;
    private static final long TICK_NANOS = 10_000_000;

    private final Topic<MetricSample> topic;
    private final Serializer<MetricSample> values;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> problem = new AtomicReference<>();
    private final Random random = new Random(11);
    private final int perTick;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopping;
    private volatile long sent;

    SampleLoad(KafkaConnection kafka, int perSecond) {
        this.topic = kafka.topics().metricsSamples();
        this.values = kafka.serde(topic).serializer();
        this.perTick = perSecond / 100;
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put("acks", "all");
        properties.put("linger.ms", 5);
        properties.put("delivery.timeout.ms", (int) Duration.ofMinutes(4).toMillis());
        this.producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    long sent() {
        return sent;
    }

    /**
     * Stops, moves time on past the end of every window, and waits for the broker to have it all.
     */
    void finish() throws Exception {
        stop();
        beat(Instant.now().plusSeconds(50)); // the clock skew that is forgiven is a minute
        producer.flush();
        Exception cause = problem.get();
        if (cause != null) {
            throw cause;
        }
    }

    private void run() {
        for (long tick = 0; !stopping; tick++) {
            if (tick % 20 == 0) {
                beat(Instant.now());
            }
            for (int i = 0; i < perTick; i++) {
                send();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void send() {
        int metric = random.nextInt(METRICS);
        boolean late = random.nextInt(500) == 0;
        MetricSample sample =
                MetricSample.newBuilder()
                        .setMetric("load.metric." + metric)
                        .setSource(random.nextBoolean() ? "trainer" : "serving")
                        .setUnit("1")
                        .setValue(metric + random.nextGaussian())
                        .setModelVersion(metric % 3 == 0 ? (Long) (long) random.nextInt(2) : null)
                        .setMeasuredAt(late ? Instant.now().minusSeconds(30) : Instant.now())
                        .build();
        byte[] bytes = values.serialize(topic.name(), sample);
        if (random.nextInt(2000) == 0) {
            bytes = new byte[] {1, 2, 3};
        }
        producer.send(new ProducerRecord<>(topic.name(), sample.getMetric(), bytes), told());
        sent++;
    }

    private void beat(Instant at) {
        MetricSample beat =
                new MetricSample(Metric.RUNTIME_HEARTBEAT.id(), "load", "1", 1.0, null, null, at);
        byte[] bytes = values.serialize(topic.name(), beat);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(
                    new ProducerRecord<>(topic.name(), partition, beat.getMetric(), bytes), told());
        }
    }

    private Callback told() {
        return (metadata, exception) -> problem.compareAndSet(null, exception);
    }

    private void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        producer.close(Duration.ofSeconds(5));
    }
}
