package io.monge.launcher.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Version;
import io.monge.metrics.MetricsStreamService;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.KafkaMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Service;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import io.monge.schemas.registry.Subjects;
import io.monge.serving.ServingService;
import io.monge.serving.http.SampleImages;
import io.monge.trainer.TrainerService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The whole system in one process: a broker, a registry, and every service with the objects it
 * needs. Read it to see who gets whom.
 */
public final class AllInOne implements AutoCloseable {
    private final Deque<AutoCloseable> foundations = new ArrayDeque<>();
    private final IngestService ingest;
    private final TrainerService trainer;
    private final ServingService serving;
    private final MetricsStreamService metricsStream;
    private final SampleClient samples;

    /**
     * Starts broker and registry and makes the services, which are started by whoever runs them.
     *
     * @param directory keeps everything: topics, schemas, window sums
     */
    public AllInOne(MongeConfig config, Path directory) {
        try {
            KafkaConnection kafka = connect(config, directory);
            KafkaMetricEmitter metrics = kept(new KafkaMetricEmitter(kafka, "demo"));
            DeadLetters deadLetters =
                    kept(new DeadLetters(kafka, () -> metrics.emit(Metric.DEAD_LETTERS, 1)));
            ScenePairs scenes = heldOutScenes(config.ingest());
            ingest = new IngestService(config.ingest(), () -> KafkaPatchSink.open(kafka), metrics);
            trainer = new TrainerService(config.trainer(), kafka, metrics, Version.commit());
            serving =
                    new ServingService(
                            config.serving(),
                            kafka,
                            deadLetters,
                            metrics,
                            new SampleImages(scenes));
            metricsStream = new MetricsStreamService(config.metrics(), kafka);
            samples =
                    new SampleClient(
                            kafka,
                            scenes.scene(0).lr(),
                            new ImageCodec(config.ingest().limits()),
                            directory);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** In the order in which they start: those who answer first, those who ask last. */
    public List<Service> services() {
        return List.of(serving, trainer, ingest, metricsStream, samples);
    }

    public TrainerService trainer() {
        return trainer;
    }

    public ServingService serving() {
        return serving;
    }

    public SampleClient samples() {
        return samples;
    }

    /** Stops registry and broker; the services have been closed before. */
    @Override
    public void close() {
        while (!foundations.isEmpty()) {
            try {
                foundations.pop().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private KafkaConnection connect(MongeConfig config, Path directory) {
        EmbeddedKafka broker = kept(EmbeddedKafka.start(directory.resolve("kafka")));
        SchemaRegistryClient registry =
                kept(
                        SchemaRegistries.open(
                                SchemaRegistries.EMBEDDED, directory.resolve("registry")));
        KafkaSettings settings = config.kafka().reaching(broker.bootstrapServers());
        Topics topics = Topics.withPrefix(settings.topicPrefix());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        Subjects.provision(registry, topics);
        return new KafkaConnection(settings, topics, registry);
    }

    private static ScenePairs heldOutScenes(IngestConfig ingest) {
        return new ScenePairs(
                new ScenePainter(ingest.scenes().size()),
                ingest.scenes().degradation(),
                new SceneSeeds(ingest.scenes().world()));
    }

    private <T extends AutoCloseable> T kept(T opened) {
        foundations.push(opened);
        return opened;
    }
}
