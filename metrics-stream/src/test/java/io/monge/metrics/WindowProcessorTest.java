package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.schemas.serde.AvroSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task does that comes back with the store of the one before it. */
class WindowProcessorTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String TOPIC = "samples";

    private final SchemaRegistryClient registry = EmbeddedRegistry.inMemory();
    private final Windowing windowing =
            new Windowing(List.of(Duration.ofSeconds(10)), Duration.ofSeconds(5));
    private final KeyValueStore<String, byte[]> store =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(WindowState.NAME),
                            Serdes.String(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
    private WindowState state = new WindowState(windowing, store);
    private WindowProcessor processor;
    private MockProcessorContext<Object, Object> context;

    @BeforeEach
    void start() {
        context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(NOON.plusSeconds(60).toEpochMilli());
        store.init(context.getStateStoreContext(), store);
        restart();
    }

    private void restart() {
        MockProcessorContext<Object, Object> next = new MockProcessorContext<>();
        next.setCurrentSystemTimeMs(context.currentSystemTimeMs());
        state.flushCache(); // as every commit does
        state = new WindowState(windowing, store);
        next.addStateStore(state);
        context = next;
        SampleReader samples =
                new SampleReader(
                        TOPIC,
                        AvroSerde.of(registry, MetricSample.class).deserializer(),
                        "heartbeat");
        processor =
                new WindowProcessor(
                        samples, new LateSamples("late", "1", "test"), Duration.ofSeconds(1));
        processor.init(context);
    }

    @Test
    void anUpdateTheCrashSwallowedIsMadeGood() {
        send(Samples.at(NOON, 1), Samples.at(NOON, 2));

        restart();

        assertThat(published()).extracting(MetricWindow::getCount).containsExactly(2L);
        assertThat(published()).isEmpty();
    }

    @Test
    void theSumGoesOnWhereItWas() {
        send(Samples.at(NOON, 1));
        published();

        restart();
        send(Samples.at(NOON, 2));

        assertThat(published()).extracting(MetricWindow::getMean).containsExactly(1.5);
    }

    @Test
    void aFinishedWindowIsNotOpenedAnewByASampleThatIsTooLate() {
        send(Samples.at(NOON, 1), Samples.at(NOON.plusSeconds(15), 2));

        restart();
        send(Samples.at(NOON, 3));

        assertThat(published())
                .extracting(MetricWindow::getStart)
                .containsExactly(NOON.plusSeconds(10));
    }

    private void send(MetricSample... samples) {
        for (MetricSample sample : samples) {
            byte[] bytes =
                    AvroSerde.of(registry, MetricSample.class)
                            .serializer()
                            .serialize(TOPIC, sample);
            processor.process(new Record<>(new byte[0], bytes, NOON.toEpochMilli()));
        }
    }

    private List<MetricWindow> published() {
        context.resetForwards();
        context.scheduledPunctuators()
                .forEach(timer -> timer.getPunctuator().punctuate(context.currentSystemTimeMs()));
        return context.forwarded(WindowProcessor.WINDOWS).stream()
                .map(forward -> (MetricWindow) forward.record().value())
                .toList();
    }
}
