package io.monge.launcher.bench.stream;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.embedded.BrokerCluster;
import io.monge.launcher.bench.stream.StreamResult.Comparison;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench stream}: what does it cost that patches come from topics? */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description = {
            "Time of an iteration from full topics of a broker in a process of its own, beside the same"
                    + " solver on patches in memory, in turn.",
            "Keys of trainer.* are options too: --trainer.reservoir.maxReuse=1 takes every patch once."
        })
public final class StreamCommand implements Callable<Integer> {
    private static final String NEVER = "1000000000";

    private final Terminal terminal;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "100",
            converter = Count.class,
            description = "timed in each run (default: 100)")
    private int iterations;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "50",
            converter = Count.class,
            description = "iterations before those (default: 50)")
    private int warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            converter = Count.class,
            description = "runs of each side (default: 3)")
    private int rounds;

    @Option(
            names = "--patches",
            paramLabel = "N",
            defaultValue = "8192",
            converter = Count.class,
            description = "of each stream on the topics (default: 8192)")
    private int patches;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private CommonOptions common = new CommonOptions();

    public StreamCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        Path directory = Files.createTempDirectory("monge-bench-");
        try (BrokerCluster broker = BrokerCluster.start(directory.resolve("broker"), 1)) {
            MongeConfig config =
                    terminal.setup()
                            .load(common, Optional.of("demo"), own(broker, directory))
                            .root();
            StreamResult result = measure(config, directory);
            print(result);
            json.write(numbers(result));
            return Failures.DONE;
        } finally {
            Directories.delete(directory);
        }
    }

    /** Nothing but the loop: no snapshot but the first, no checkpoint but the first. */
    private static List<String> own(BrokerCluster broker, Path directory) {
        return List.of(
                "--kafka.bootstrap=" + broker.bootstrapServers(),
                "--trainer.checkpoint.directory=" + directory.resolve("checkpoints"),
                "--trainer.checkpoint.every=" + NEVER,
                "--trainer.publish.every=" + NEVER);
    }

    private StreamResult measure(MongeConfig config, Path directory) {
        RunLengths lengths = new RunLengths(warmUp, iterations, rounds, patches);
        try (Foundations foundations = Foundations.on(config, directory)) {
            return new StreamBenchmark(config.trainer(), foundations.kafka(), lengths).run();
        }
    }

    private void print(StreamResult result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%d iterations of each side in %d rounds; milliseconds of one%n%-34s%10s%10s%9s%n",
                        iterations * rounds,
                        rounds,
                        "",
                        "memory",
                        "topics",
                        "ratio");
        row("on the clock, median", result.wall());
        row("processor, training thread, median", result.thread());
        row("processor, whole process, mean", result.process());
    }

    private void row(String name, Comparison times) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%-34s%10.2f%10.2f%9.4f%n",
                        name,
                        times.memoryMillis(),
                        times.streamMillis(),
                        times.ratio());
    }

    private ObjectNode numbers(StreamResult result) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        numbers.put("iterations", iterations).put("rounds", rounds);
        put(numbers.putObject("wall"), result.wall());
        put(numbers.putObject("trainingThreadCpu"), result.thread());
        put(numbers.putObject("processCpu"), result.process());
        return numbers;
    }

    private static void put(ObjectNode to, Comparison times) {
        to.put("memoryMillis", times.memoryMillis())
                .put("streamMillis", times.streamMillis())
                .put("ratio", times.ratio());
    }
}
