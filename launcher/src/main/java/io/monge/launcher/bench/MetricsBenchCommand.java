package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.embedded.BrokerCluster;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.LogOptions;
import io.monge.launcher.setup.Terminal;
import io.monge.metrics.MetricsBenchmark;
import io.monge.metrics.MetricsConfig;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.schemas.registry.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench metrics}: how many samples a second become windows, exactly once? */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description =
                "Samples a second from topic to windows of 10 s, 1 min and 1 h, exactly once, worked off from a"
                        + " topic that holds them; the broker is a process of its own. Counts them again afterwards.")
public final class MetricsBenchCommand implements Callable<Integer> {
    private static final int SHOWN_PROBLEMS = 10;

    private final Terminal terminal;

    @Mixin private LogOptions log = new LogOptions();

    @Mixin private NumbersFile json = new NumbersFile();

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = Count.class,
            description = "samples to work off (default: ${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            converter = Count.class,
            description = "stream threads, of use up to 4 (default: ${DEFAULT-VALUE})")
    private int threads;

    public MetricsBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        log.setUp(Level.ERROR);
        Path directory = Files.createTempDirectory("monge-bench-");
        try (BrokerCluster broker = BrokerCluster.start(directory.resolve("broker"), 1)) {
            MetricsBenchmark.Result result =
                    new MetricsBenchmark(connection(broker), config(directory)).run(samples);
            print(result);
            json.write(numbers(result));
            return result.report().isEqual() ? Failures.DONE : Failures.FAILED;
        } finally {
            Directories.delete(directory);
        }
    }

    private static KafkaConnection connection(BrokerCluster broker) {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "bench.");
        Topics topics = Topics.withPrefix("bench.");
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
            // The usual retention drops what a long bench writes before it is counted again.
            admin.keepAll(topics.metricsSamples());
        }
        EmbeddedRegistry registry = EmbeddedRegistry.inMemory();
        Subjects.provision(registry, topics);
        return new KafkaConnection(settings, topics, registry);
    }

    private MetricsConfig config(Path directory) {
        return new MetricsConfig(
                List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                threads,
                0,
                directory.resolve("state"));
    }

    private void print(MetricsBenchmark.Result result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "samples a second      %,12.0f%n"
                                + "processor time        %12.2f µs a sample here, %.2f µs in the broker%n"
                                + "worked off            %,12d samples in %.1f s with %d thread(s)%n"
                                + "recount               %12s %d final windows, %d problems%n",
                        result.samplesPerSecond(),
                        result.cpuMicrosPerSample(),
                        result.childCpuMicrosPerSample(),
                        result.samples(),
                        result.seconds(),
                        threads,
                        result.report().isEqual() ? "equal:" : "different:",
                        result.report().windows(),
                        result.report().problems().size());
        result.report().problems().stream()
                .limit(SHOWN_PROBLEMS)
                .forEach(problem -> terminal.err().println(problem));
    }

    private ObjectNode numbers(MetricsBenchmark.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("samplesPerSecond", result.samplesPerSecond())
                .put("cpuMicrosPerSample", result.cpuMicrosPerSample())
                .put("brokerCpuMicrosPerSample", result.childCpuMicrosPerSample())
                .put("samples", result.samples())
                .put("seconds", result.seconds())
                .put("threads", threads)
                .put("equal", result.report().isEqual());
    }
}
