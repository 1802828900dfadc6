package io.monge.metrics;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topics;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.serde.AvroSerde;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole application as a graph: samples → windows, unreadable samples → dead letters.
 *
 * <p>Samples are keyed by metric, so all values of one metric meet in one task and nothing is
 * repartitioned.
 */
final class MetricsTopology {
    private static final String SOURCE = "samples";
    private static final String PROCESSOR = "window";

    private MetricsTopology() {}

    static Topology of(Topics topics, SchemaRegistryClient registry, MetricsConfig config) {
        AvroSerde<MetricSample> samples = AvroSerde.of(registry, topics.metricsSamples());
        String from = topics.metricsSamples().name();
        // Bytes are read and decoded inside, for a failing deserializer could not write a dead
        // letter of our form.
        return new Topology()
                .addSource(
                        AutoOffsetReset
                                .earliest(), // a first start reads what was measured before it
                        SOURCE,
                        new WallclockTimestampExtractor(), // a record without a time must not stop
                        // us
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        from)
                .addProcessor(
                        PROCESSOR,
                        () ->
                                new WindowProcessor(
                                        config,
                                        from,
                                        new SampleReader(samples.deserializer()),
                                        Metric.RUNTIME_HEARTBEAT.id()),
                        SOURCE)
                .addStateStore(store(), PROCESSOR)
                .addSink(
                        WindowProcessor.WINDOWS,
                        topics.metricsWindows().name(),
                        new StringSerializer(),
                        AvroSerde.of(registry, topics.metricsWindows()).serializer(),
                        PROCESSOR)
                .addSink(
                        WindowProcessor.DEAD_LETTERS,
                        topics.deadLetters().name(),
                        new StringSerializer(),
                        AvroSerde.of(registry, topics.deadLetters()).serializer(),
                        PROCESSOR);
    }

    private static StoreBuilder<?> store() {
        // A few open windows of some kilobytes each: heap is enough, and the changelog restores it.
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(WindowProcessor.STORE),
                        Serdes.String(),
                        Serdes.ByteArray())
                // A window changes with every sample; the changelog needs its value once per
                // commit.
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }
}
