package io.monge.launcher.demo;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.upload.UploadListeners;
import io.monge.ingest.wire.KafkaImageTopics;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Version;
import io.monge.metrics.MetricsStreamService;
import io.monge.metrics.watch.WatchService;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.KafkaMetricEmitter;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Service;
import io.monge.serving.ServingService;
import io.monge.serving.http.SampleImages;
import io.monge.trainer.TrainerService;
import java.nio.file.Path;
import java.util.List;

/**
 * Every service of the system in one process, with the objects it needs. Read it to see who gets
 * whom.
 */
public final class AllInOne implements AutoCloseable {
    private final KafkaMetricEmitter metrics;
    private final DeadLetters deadLetters;
    private final IngestService ingest;
    private final TrainerService trainer;
    private final ServingService serving;
    private final MetricsStreamService metricsStream;
    private final WatchService watch;
    private final SampleClient samples;

    /**
     * Makes the services, which are started by whoever runs them.
     *
     * @param kafka provisioned
     * @param meters what Prometheus is shown; the caller's
     * @param directory for the samples
     */
    public AllInOne(MongeConfig config, KafkaConnection kafka, Meters meters, Path directory) {
        ScenePairs scenes = heldOutScenes(config.ingest());
        ImageCodec codec = new ImageCodec(config.ingest().limits());
        metrics = new KafkaMetricEmitter(kafka, "demo");
        deadLetters = new DeadLetters(kafka, () -> metrics.emit(Metric.DEAD_LETTERS, 1));
        ingest =
                new IngestService(
                        config.ingest(),
                        () -> KafkaPatchSink.open(kafka),
                        new KafkaImageTopics(kafka, deadLetters),
                        new UploadListeners(
                                config.ingest().uploads(),
                                config.ingest().limits().maxBytes(),
                                meters.registry()),
                        metrics);
        trainer = new TrainerService(config.trainer(), kafka, metrics, Version.commit());
        serving =
                new ServingService(
                        config.serving(),
                        kafka,
                        deadLetters,
                        metrics,
                        meters,
                        new SampleImages(scenes));
        metricsStream = new MetricsStreamService(config.metrics(), kafka);
        watch = new WatchService(config.watch(), kafka, deadLetters, metrics);
        samples = new SampleClient(kafka, scenes.scene(0).lr(), codec, directory);
    }

    /** In the order in which they start: those who answer first, those who ask last. */
    public List<Service> services() {
        return List.of(serving, trainer, ingest, metricsStream, watch, samples);
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

    /** Closes what the services share; they have been closed before. */
    @Override
    public void close() {
        deadLetters.close();
        metrics.close();
    }

    private static ScenePairs heldOutScenes(IngestConfig ingest) {
        return new ScenePairs(
                new ScenePainter(ingest.scenes().size()),
                ingest.scenes().degradation(),
                new SceneSeeds(ingest.scenes().world()));
    }
}
