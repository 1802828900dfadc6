package io.monge.metrics;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics application as a service: exactly once from sample to window. */
public final class MetricsStreamService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsStreamService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final MetricsConfig config;
    private final KafkaConnection kafka;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile KafkaStreams streams;
    private volatile KafkaStreamsMetrics shown;

    /**
     * @param kafka whose topics have been provisioned
     */
    public MetricsStreamService(MetricsConfig config, KafkaConnection kafka) {
        this.config = config;
        this.kafka = kafka;
    }

    @Override
    public String name() {
        return MetricsTopology.NAME;
    }

    @Override
    public void start() {
        try {
            Files.createDirectories(config.stateDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the state directory '%s' cannot be made".formatted(config.stateDirectory()),
                    e);
        }
        KafkaStreams opened =
                new KafkaStreams(
                        MetricsTopology.of(kafka.topics(), kafka.registry(), config),
                        new StreamsConfig(properties()));
        opened.setUncaughtExceptionHandler(
                e -> {
                    LOG.error("the metrics application has failed", e);
                    failure.compareAndSet(null, e);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
        streams = opened;
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(opened);
        shown = binder;
        binder.bindTo(kafka.meters());
        opened.start();
    }

    @Override
    public Health health() {
        Throwable cause = failure.get();
        if (cause != null) {
            return Health.down(cause);
        }
        KafkaStreams current = streams;
        return current != null && current.state().isRunningOrRebalancing()
                ? Health.up()
                : Health.degraded("the metrics application is not running yet");
    }

    @Override
    public void close() {
        KafkaStreamsMetrics binder = shown;
        if (binder != null) {
            binder.close();
        }
        KafkaStreams current = streams;
        if (current != null && !current.close(CLOSE_TIMEOUT)) {
            LOG.warn("the metrics application did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(
                StreamsConfig.APPLICATION_ID_CONFIG,
                kafka.settings().topicPrefix() + MetricsTopology.NAME);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.updateEvery().toMillis());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDirectory().toAbsolutePath().toString());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        // A task reads one partition: there is no other to wait for, nor to look whether to.
        properties.put(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // The largest unreadable sample must fit, with its reason, through the producer too.
        properties.put(
                StreamsConfig.producerPrefix("max.request.size"),
                kafka.topics().deadLetters().maxRecordBytes());
        // A process killed and started again within seconds must not wait long for its own ghost.
        properties.put(
                StreamsConfig.consumerPrefix("session.timeout.ms"),
                (int) kafka.settings().sessionTimeout().toMillis());
        properties.put(
                StreamsConfig.consumerPrefix("heartbeat.interval.ms"),
                (int) kafka.settings().sessionTimeout().toMillis() / 3);
        return properties;
    }
}
