package io.monge.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.runtime.kafka.Broker;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.Start;
import io.monge.schemas.record.MetricSample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;

@ExtendWith(Broker.class)
class MetricEmitterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void samplesArriveWithTheirContextAndEveryPartitionHasAPulse(KafkaConnection kafka) {
        List<Received<MetricSample>> samples = new CopyOnWriteArrayList<>();
        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                KafkaMetricEmitter emitter = new KafkaMetricEmitter(kafka, "trainer")) {
            emitter.emitAt(7, Metric.TRAINER_MAP_LOSS, 0.5);
            emitter.emitFor(500, Metric.SERVING_INFER_SECONDS, 0.25);
            emitter.emit(Metric.INGEST_REFUSED, 1);
            Disposable reading =
                    kafka.source(
                                    kafka.topics().metricsSamples(),
                                    ReadOptions.from(Start.earliest()),
                                    deadLetters)
                            .deliveries()
                            .subscribe(delivery -> samples.add(delivery.received()));

            await().atMost(PATIENCE)
                    .until(() -> named(samples, Metric.INGEST_REFUSED).count() == 1);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    named(samples, Metric.RUNTIME_HEARTBEAT)
                                                    .map(Received::partition)
                                                    .distinct()
                                                    .count()
                                            == kafka.topics().metricsSamples().partitions());

            MetricSample loss =
                    named(samples, Metric.TRAINER_MAP_LOSS).findFirst().orElseThrow().value();
            assertThat(loss.getSource()).isEqualTo("trainer");
            assertThat(loss.getUnit()).isEqualTo("1");
            assertThat(loss.getValue()).isEqualTo(0.5);
            assertThat(loss.getIteration()).isEqualTo(7L);
            assertThat(loss.getModelVersion()).isNull();
            MetricSample infer =
                    named(samples, Metric.SERVING_INFER_SECONDS).findFirst().orElseThrow().value();
            assertThat(infer.getModelVersion()).isEqualTo(500L);
            reading.dispose();
        }
    }

    @Test
    void withoutABrokerEmittingNeitherBlocksNorThrows(KafkaConnection kafka) throws IOException {
        KafkaSettings nobody = KafkaSettings.of("127.0.0.1:" + unusedPort(), "x.");
        KafkaConnection away = new KafkaConnection(nobody, kafka.topics(), kafka.registry());

        try (KafkaMetricEmitter emitter = new KafkaMetricEmitter(away, "trainer")) {
            Instant begin = Instant.now();
            for (int i = 0; i < 100_000; i++) {
                emitter.emit(Metric.TRAINER_MAP_LOSS, i);
            }
            // Far above what 100,000 calls take, far below what a single blocking one would.
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    /**
     * A step emits four values, and twenty more once a second. The shortest step of the demo takes
     * 20 ms; half a percent of it is 100 microseconds, 25 for each value. Processor time of the
     * caller, for the machine may be busy with other things.
     */
    @Test
    void emittingTakesFarLessThanHalfAPercentOfAStepOfWhoEmits(KafkaConnection kafka)
            throws IOException {
        KafkaSettings nobody = KafkaSettings.of("127.0.0.1:" + unusedPort(), "x.");
        KafkaConnection away = new KafkaConnection(nobody, kafka.topics(), kafka.registry());

        for (KafkaConnection connection : List.of(kafka, away)) {
            try (KafkaMetricEmitter emitter = new KafkaMetricEmitter(connection, "trainer")) {
                emit(emitter, 20_000); // before the compiler has seen it
                long nanos = emit(emitter, 50_000) / 50_000;

                assertThat(nanos).isLessThan(5_000);
            }
        }
    }

    /** Returns the processor time it took, ns. */
    private static long emit(MetricEmitter emitter, int times) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            emitter.emitAt(i, Metric.TRAINER_MAP_LOSS, i);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }

    @Test
    void theBufferKeepsTheNewestAndCountsTheRest() {
        MeasurementBuffer buffer = new MeasurementBuffer(3);
        CollectingMetricEmitter maker = new CollectingMetricEmitter();
        for (int i = 0; i < 5; i++) {
            maker.emit(Metric.TRAINER_MAP_LOSS, i);
        }

        maker.measurements().forEach(buffer::add);

        assertThat(buffer.drain(10)).extracting(Measurement::value).containsExactly(2.0, 3.0, 4.0);
        assertThat(buffer.takeDropped()).isEqualTo(2);
        assertThat(buffer.takeDropped()).isZero();
    }

    @Test
    void everyMetricHasItsOwnDottedNameAUnitAndADescription() {
        assertThat(Metric.values())
                .extracting(Metric::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z0-9]+(\\.[a-z0-9]+)+"));
        assertThat(Metric.values())
                .allMatch(metric -> !metric.unit().isBlank() && !metric.description().isBlank());
        assertThat(Metric.of("trainer.map.loss")).contains(Metric.TRAINER_MAP_LOSS);
        assertThat(Metric.of("trainer.map.los")).isEmpty();
    }

    @Test
    void theCollectingEmitterRemembersTheValuesOfEachMetric() {
        CollectingMetricEmitter emitter = new CollectingMetricEmitter();
        emitter.emitAt(1, Metric.TRAINER_MAP_LOSS, 3);
        emitter.emit(Metric.SERVING_REFUSED, 1);

        assertThat(emitter.valuesOf(Metric.TRAINER_MAP_LOSS)).containsExactly(3.0);
    }

    private static Stream<Received<MetricSample>> named(
            List<Received<MetricSample>> samples, Metric metric) {
        return samples.stream().filter(sample -> sample.value().getMetric().equals(metric.id()));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
