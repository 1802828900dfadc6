package io.monge.launcher.pipeline;

import io.monge.metrics.MetricsConfig;
import io.monge.metrics.MetricsStreamService;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The metrics application in a process of its own, to be killed; it ends when its input does. */
final class MetricsInstance {

    private MetricsInstance() {}

    /**
     * @param directory with the registry
     * @param name of the instance
     */
    static Process start(String bootstrap, Path directory, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // up in half the time
                        "-cp",
                        System.getProperty("java.class.path"),
                        MetricsInstance.class.getName(),
                        bootstrap,
                        directory.toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        KafkaSettings settings =
                new KafkaSettings(
                        arguments[0],
                        Topics.DEFAULT_PREFIX,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(6), // the least a broker takes
                        Duration.ofSeconds(5),
                        Map.of());
        KafkaConnection kafka =
                new KafkaConnection(
                        settings,
                        Topics.withPrefix(settings.topicPrefix()),
                        EmbeddedRegistry.open(directory.resolve("registry")));
        MetricsConfig config =
                new MetricsConfig(
                        List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(300),
                        1,
                        0,
                        directory.resolve("state-" + arguments[2]));
        try (MetricsStreamService service = new MetricsStreamService(config, kafka)) {
            service.start();
            while (System.in.read() >= 0) {
                // Nothing is said; the end is what is waited for.
            }
        }
    }
}
