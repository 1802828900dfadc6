package io.monge.metrics;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.schemas.Topic;
import io.monge.schemas.record.MetricSample;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How many samples a second go through the application, exactly once: samples are written first,
 * then the application is started and works them off.
 */
public final class MetricsBenchmark {
    private static final int METRICS = 48;
    private static final int PER_SECOND =
            30_000; // by their own time, so as to fill windows as that rate would
    private static final long LOOK_NANOS = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KafkaConnection kafka;
    private final MetricsConfig config;

    /**
     * @param kafka whose topics are provisioned and empty
     */
    public MetricsBenchmark(KafkaConnection kafka, MetricsConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    /**
     * @param samples worked off between the first and the last commit that was seen
     * @param seconds between them
     * @param cpuSeconds of this process meanwhile
     * @param childCpuSeconds of the processes it has started, such as the broker's
     * @param report of the recount afterwards
     */
    public record Result(
            long samples,
            double seconds,
            double cpuSeconds,
            double childCpuSeconds,
            VerificationReport report) {

        public double samplesPerSecond() {
            return samples / seconds;
        }

        public double cpuMicrosPerSample() {
            return 1e6 * cpuSeconds / samples;
        }

        public double childCpuMicrosPerSample() {
            return 1e6 * childCpuSeconds / samples;
        }
    }

    private record Look(long committed, long nanos, long cpuNanos, long childCpuNanos) {}

    /** Writes the samples, works them off and counts them again. */
    public Result run(int samples) {
        write(samples);
        try (TopicScan scan = new TopicScan(kafka, kafka.topics().metricsSamples());
                MetricsStreamService service = new MetricsStreamService(config, kafka)) {
            Map<TopicPartition, Long> end = scan.end();
            long all = end.values().stream().mapToLong(Long::longValue).sum();
            service.start();
            WindowVerification verification = new WindowVerification(kafka, config.windowing());
            Look first = await(verification, 1);
            Look last = await(verification, all);
            return new Result(
                    last.committed() - first.committed(),
                    (last.nanos() - first.nanos()) / 1e9,
                    (last.cpuNanos() - first.cpuNanos()) / 1e9,
                    (last.childCpuNanos() - first.childCpuNanos()) / 1e9,
                    verification.verify(Instant.MIN, Instant.MAX));
        }
    }

    private static Look await(WindowVerification verification, long atLeast) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            long committed =
                    verification.committed().values().stream().mapToLong(Long::longValue).sum();
            if (committed >= atLeast) {
                return look(committed);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IllegalStateException(
                "the application has not worked off the samples within %d minutes"
                        .formatted(PATIENCE.toMinutes()));
    }

    private static Look look(long committed) {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long children =
                ProcessHandle.current()
                        .descendants()
                        .mapToLong(
                                child ->
                                        child.info()
                                                .totalCpuDuration()
                                                .orElse(Duration.ZERO)
                                                .toNanos())
                        .sum();
        return new Look(committed, System.nanoTime(), system.getProcessCpuTime(), children);
    }

    private void write(int samples) {
        Topic<MetricSample> topic = kafka.topics().metricsSamples();
        Serializer<MetricSample> values = kafka.serde(topic).serializer();
        Random random = new Random(1);
        Instant start = Instant.now().minusMillis(1000L * samples / PER_SECOND);
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put("acks", "all");
        properties.put("linger.ms", 20);
        properties.put("batch.size", 128 << 10);
        try (var producer =
                new KafkaProducer<>(
                        properties, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < samples; i++) {
                MetricSample sample =
                        MetricSample.newBuilder()
                                .setMetric("bench.metric." + random.nextInt(METRICS))
                                .setSource("bench")
                                .setUnit("s")
                                .setValue(Math.exp(random.nextGaussian()))
                                .setMeasuredAt(start.plusMillis(1000L * i / PER_SECOND))
                                .build();
                producer.send(
                        new ProducerRecord<>(
                                topic.name(),
                                sample.getMetric(),
                                values.serialize(topic.name(), sample)));
            }
        }
    }
}
