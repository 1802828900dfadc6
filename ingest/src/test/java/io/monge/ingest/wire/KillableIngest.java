package io.monge.ingest.wire;

import io.monge.imaging.ImageLimits;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.Arrivals;
import io.monge.ingest.FeedConfig;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.SceneConfig;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.SourceSpec.Passes;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * A process that reads a folder once and ends, or a topic until it is ended, unless it is killed
 * before.
 */
final class KillableIngest {

    static final int PATCH = 16;
    static final int PATCHES = 16; // of an image

    /** A line for each second patch or so that is safe. */
    static final String SAFE = "safe";

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(10);

    private KillableIngest() {}

    static Process start(
            String bootstrap, String prefix, Path registry, String source, double rate, Path output)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillableIngest.class.getName(),
                        bootstrap,
                        prefix,
                        registry.toString(),
                        source,
                        Double.toString(rate))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        KafkaConnection kafka =
                new KafkaConnection(
                        KafkaSettings.of(arguments[0], arguments[1]),
                        Topics.withPrefix(arguments[1]),
                        EmbeddedRegistry.open(Path.of(arguments[2])));
        double rate = Double.parseDouble(arguments[4]);
        IngestConfig config = config(arguments[3], rate);
        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
                IngestService service =
                        new IngestService(
                                config,
                                () -> KafkaPatchSink.open(kafka),
                                new KafkaImageTopics(kafka, deadLetters),
                                Arrivals.none(),
                                MetricEmitter.discarding())) {
            service.start();
            Awaitility.await()
                    .atMost(DEADLINE)
                    .pollDelay(LOOK)
                    .pollInterval(LOOK)
                    .until(
                            () -> {
                                System.out.println(
                                        SAFE + " " + service.published(io.monge.ingest.Domain.LR));
                                return !service.health().is(Health.State.UP);
                            });
            if (!service.health().is(Health.State.FINISHED)) {
                throw new IllegalStateException(service.health().reason());
            }
        }
    }

    /** A topic, or a path that begins with a slash. */
    private static IngestConfig config(String name, double rate) {
        SourceSpec source =
                name.startsWith("/")
                        ? new SourceSpec.Directory(
                                Path.of(name), Passes.ONCE, Duration.ofMillis(50), Duration.ZERO)
                        : new SourceSpec.Topic(name);
        SceneConfig scenes =
                new SceneConfig(
                        1,
                        SceneConfig.Start.FIRST,
                        64,
                        new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));
        return new IngestConfig(
                new FeedConfig(source, PATCH, PATCHES, rate, 0),
                new FeedConfig(new SourceSpec.None(), PATCH, PATCHES, 0, 0),
                scenes,
                new ImageLimits(1 << 20, 1 << 20));
    }
}
