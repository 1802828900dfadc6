package io.monge.launcher.bench.topic;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench snapshot}: how long from the trainer's weights to served ones? */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description =
                "Publish, fetch and verify, and swap in a snapshot, through a broker in this"
                        + " process.")
public final class SnapshotCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            defaultValue = "80",
            converter = Count.class,
            description = "size of the snapshot, about (default: 80)")
    private int megabytes;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private CommonOptions common = new CommonOptions();

    public SnapshotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        common.setUpLogging(Level.WARN);
        Path directory = Files.createTempDirectory("monge-bench-");
        try (Foundations foundations =
                Foundations.embedded(
                        terminal.setup().load(common, Optional.of("demo"), List.of()).root(),
                        directory)) {
            SnapshotBenchmark.Result result =
                    new SnapshotBenchmark(foundations.kafka()).run(megabytes);
            print(result);
            json.write(numbers(result));
        } finally {
            Directories.delete(directory);
        }
        return Failures.DONE;
    }

    private void print(SnapshotBenchmark.Result result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%,d bytes%n"
                                + "publish %8.0f ms (encoded weights to committed transaction)%n"
                                + "fetch   %8.0f ms (chunks to verified bytes)%n"
                                + "swap    %8.0f ms (bytes to a map that answers)%n",
                        result.bytes(),
                        result.publishMillis(),
                        result.fetchMillis(),
                        result.swapMillis());
    }

    private static ObjectNode numbers(SnapshotBenchmark.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("publishMillis", result.publishMillis())
                .put("fetchMillis", result.fetchMillis())
                .put("swapMillis", result.swapMillis())
                .put("bytes", result.bytes());
    }
}
