package io.monge.metrics;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The metrics application in a process of its own, to be killed. Ends with who started it. */
final class MetricsProcess implements AutoCloseable {
    static final MetricsConfig CONFIG =
            new MetricsConfig(
                    List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20)),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300),
                    1,
                    0,
                    Path.of("unused"));

    private final Process process;

    private MetricsProcess(Process process) {
        this.process = process;
    }

    /**
     * @param directory with the registry's file; the state and the log are put there too
     * @param name of the instance
     */
    static MetricsProcess start(String bootstrap, Path directory, String name) {
        try {
            return new MetricsProcess(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1", // up in half the time
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    MetricsProcess.class.getName(),
                                    bootstrap,
                                    directory.toString(),
                                    name)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            directory.resolve(name + ".log").toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("the application's process cannot be started", e);
        }
    }

    /** Connects to the topics of the tests. */
    static KafkaConnection connection(String bootstrap, Path directory) {
        KafkaSettings settings =
                new KafkaSettings(
                        bootstrap,
                        "t.",
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(
                                6), // the least a broker takes: who is dead is missed sooner
                        Duration.ofSeconds(5),
                        Map.of());
        try {
            return new KafkaConnection(
                    settings,
                    Topics.withPrefix("t."),
                    EmbeddedRegistry.open(directory.resolve("registry")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() {
        try {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        MetricsConfig config =
                new MetricsConfig(
                        CONFIG.windows(),
                        CONFIG.grace(),
                        CONFIG.updateEvery(),
                        CONFIG.threads(),
                        CONFIG.standbys(),
                        directory.resolve("state-" + arguments[2]));
        try (MetricsStreamService service =
                new MetricsStreamService(config, connection(arguments[0], directory))) {
            service.start();
            while (System.in.read() >= 0) {
                // Nothing is said; the end is what is waited for.
            }
        }
    }
}
