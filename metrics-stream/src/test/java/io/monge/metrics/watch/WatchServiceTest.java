package io.monge.metrics.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.metrics.watch.AlarmRule.When;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.Measurement;
import io.monge.schemas.Topics;
import io.monge.schemas.record.Alarm;
import io.monge.schemas.record.AlarmState;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** From a changed stream of patches to an alarm on its topic, on a real broker. */
class WatchServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SIDE = 16;
    private static final WatchConfig CONFIG =
            new WatchConfig(
                    new WatchConfig.DriftConfig(Duration.ofSeconds(1), 64, 1, 4, 60),
                    List.of(
                            new AlarmRule(
                                    "lr-drift",
                                    "stream.drift.lr",
                                    When.ABOVE,
                                    30,
                                    Duration.ZERO,
                                    "LR has changed")));

    @TempDir private Path directory;

    private final Random random = new Random(1);
    private final AtomicInteger noise = new AtomicInteger(2);
    private final List<Measurement> drifts = new CopyOnWriteArrayList<>();
    private EmbeddedKafka broker;
    private KafkaConnection kafka;

    @BeforeEach
    void start() {
        broker = EmbeddedKafka.start(directory.resolve("kafka"));
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "t.");
        kafka = new KafkaConnection(settings, Topics.withPrefix("t."), EmbeddedRegistry.inMemory());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(kafka.topics());
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aNoisierStreamRaisesAnAlarmOnceThatASecondWatchDoesNotRepeat() {
        try (KafkaSink<ImagePatch> patches = kafka.sink(kafka.topics().patchesLr());
                KafkaSink<MetricWindow> windows = kafka.sink(kafka.topics().metricsWindows());
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            Disposable camera =
                    Flux.interval(Duration.ofMillis(10))
                            .onBackpressureDrop()
                            .concatMap(i -> patches.send("k" + i, patch()))
                            .subscribe();
            try (WatchService watch = watch(deadLetters, windows)) {
                watch.start();
                await().atMost(PATIENCE).until(() -> drifts.size() >= 4);
                assertThat(alarms()).isEmpty();

                noise.set(20);

                await().atMost(PATIENCE).until(() -> alarms().size() == 1);
                assertThat(watch.health().reason()).isEmpty();
            }
            int told = drifts.size();
            try (WatchService again = watch(deadLetters, windows)) {
                again.start();
                await().atMost(PATIENCE).until(() -> drifts.size() >= told + 2);
            }
            camera.dispose();
        }
        Alarm alarm = alarms().get(0);
        assertThat(alarm.getState()).isEqualTo(AlarmState.FIRING);
        assertThat(alarm.getAlarm()).isEqualTo("lr-drift");
        assertThat(alarm.getValue()).isGreaterThan(30);
        assertThat(alarms().stream().filter(one -> one.getState() == AlarmState.FIRING)).hasSize(1);
    }

    private WatchService watch(DeadLetters deadLetters, KafkaSink<MetricWindow> windows) {
        return new WatchService(
                CONFIG,
                kafka,
                deadLetters,
                measurement -> {
                    drifts.add(measurement);
                    windows.send(measurement.metric().id(), window(measurement)).subscribe();
                });
    }

    private List<Alarm> alarms() {
        List<Alarm> found = new CopyOnWriteArrayList<>();
        kafka.reader(kafka.topics().alarms())
                .scan(0, 0, record -> !found.add(record.value()), PATIENCE);
        return found;
    }

    private ImagePatch patch() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            double value = 128 + noise.get() * random.nextGaussian();
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return ImagePatch.newBuilder()
                .setImageId("image")
                .setDomain(Domain.LR)
                .setWidth(SIDE)
                .setHeight(SIDE)
                .setPixels(ByteBuffer.wrap(rgb))
                .setLeft(0)
                .setTop(0)
                .setIngestedAt(Instant.now())
                .build();
    }

    private static MetricWindow window(Measurement measurement) {
        Instant now = Instant.now();
        double value = measurement.value();
        return MetricWindow.newBuilder()
                .setMetric(measurement.metric().id())
                .setSource("test")
                .setUnit("1")
                .setStart(now.minusSeconds(1))
                .setEnd(now)
                .setCount(1)
                .setMean(value)
                .setStddev(0)
                .setMin(value)
                .setMax(value)
                .setP50(value)
                .setP95(value)
                .setP99(value)
                .setLast(value)
                .build();
    }
}
