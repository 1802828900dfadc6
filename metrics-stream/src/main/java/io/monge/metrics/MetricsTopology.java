package io.monge.metrics;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topics;
import io.monge.schemas.serde.AvroSerde;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;

/**
 * The whole application as a graph: samples → windows, unreadable samples → dead letters.
 *
 * <p>Samples are keyed by metric, so all values of one metric meet in one task and nothing is
 * repartitioned.
 */
final class MetricsTopology {
    /** Of the application, as a source of samples. */
    static final String NAME = "metrics-stream";

    private static final String SOURCE = "samples";
    private static final String PROCESSOR = "window";

    private MetricsTopology() {}

    static Topology of(Topics topics, SchemaRegistryClient registry, MetricsConfig config) {
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
                .addProcessor(PROCESSOR, () -> processor(topics, registry, config), SOURCE)
                .addStateStore(WindowState.builder(config.windowing()), PROCESSOR)
                .addSink(
                        WindowProcessor.WINDOWS,
                        topics.metricsWindows().name(),
                        new StringSerializer(),
                        AvroSerde.of(registry, topics.metricsWindows()).serializer(),
                        PROCESSOR)
                .addSink(
                        WindowProcessor.SAMPLES,
                        from,
                        new StringSerializer(),
                        AvroSerde.of(registry, topics.metricsSamples()).serializer(),
                        PROCESSOR)
                .addSink(
                        WindowProcessor.DEAD_LETTERS,
                        topics.deadLetters().name(),
                        new StringSerializer(),
                        AvroSerde.of(registry, topics.deadLetters()).serializer(),
                        PROCESSOR);
    }

    private static WindowProcessor processor(
            Topics topics, SchemaRegistryClient registry, MetricsConfig config) {
        SampleReader samples =
                new SampleReader(
                        topics.metricsSamples().name(),
                        AvroSerde.of(registry, topics.metricsSamples()).deserializer(),
                        Metric.RUNTIME_HEARTBEAT.id());
        LateSamples late =
                new LateSamples(Metric.METRICS_LATE.id(), Metric.METRICS_LATE.unit(), NAME);
        return new WindowProcessor(samples, late, config.updateEvery());
    }
}
