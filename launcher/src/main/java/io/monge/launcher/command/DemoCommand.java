package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.http.Tls;
import io.monge.launcher.demo.AllInOne;
import io.monge.launcher.demo.DemoProgress;
import io.monge.launcher.demo.DemoSummary;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.OrderlyEnd;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.service.ExitReason;
import io.monge.runtime.service.ServiceRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge demo}: the whole system in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Broker, registry, ingest, trainer, serving, metrics and page in one process.")
public final class DemoCommand implements Callable<Integer> {
    private static final Duration STOP_TIME = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "of the page (default: 8080; 0: any free one)")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keep everything here; the same again goes on from it")
    private @Nullable Path data;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "stop after this time, such as 90s or 10m")
    private @Nullable Duration limit;

    @ArgGroup(exclusive = false)
    private @Nullable Folders folders;

    @Option(names = "--json", description = "print the summary as one JSON object")
    private boolean json;

    @Mixin private CommonOptions common = new CommonOptions();

    /** The user's own images; without them the demo renders its own. */
    private static final class Folders {
        @Option(
                names = "--lr",
                required = true,
                paramLabel = "DIR",
                description = "low-resolution images")
        private Path lr = Path.of(".");

        @Option(
                names = "--hr",
                required = true,
                paramLabel = "DIR",
                description = "high-resolution images")
        private Path hr = Path.of(".");
    }

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        OrderlyEnd end = OrderlyEnd.awaited();
        try {
            return data == null ? runOnce() : run(created(data));
        } finally {
            end.reached();
        }
    }

    private int runOnce() throws IOException {
        Path directory = Files.createTempDirectory("monge-demo-");
        try {
            return run(directory);
        } finally {
            Directories.delete(directory);
        }
    }

    /** A link to a folder counts, which some Javas refuse to create. */
    private static Path created(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
    }

    private int run(Path directory) {
        MongeConfig config =
                terminal.setup().load(common, Optional.of("demo"), own(directory)).root();
        if (!config.registry().equals("embedded")) {
            throw new InvalidConfigException(
                    "The key 'registry' is '%s', but the demo brings its own: leave it 'embedded'."
                            .formatted(config.registry()));
        }
        Tls.check(config.serving().http());
        long began = System.nanoTime();
        try (Foundations foundations = Foundations.embedded(config, directory);
                AllInOne system =
                        new AllInOne(
                                config, foundations.kafka(), foundations.meters(), directory)) {
            ServiceRunner runner = new ServiceRunner(system.services(), STOP_TIME);
            ExitReason reason;
            DemoSummary summary;
            try (DemoProgress progress =
                    new DemoProgress(
                            terminal,
                            system.trainer(),
                            system.serving(),
                            system.samples(),
                            began)) {
                reason =
                        Processes.watched(
                                config,
                                runner,
                                foundations.meters(),
                                running -> run(running, began));
                summary = progress.summary();
            }
            terminal.out().println(json ? summary.json() : summary.text());
            return Processes.exitCode(terminal, reason);
        }
    }

    private ExitReason run(ServiceRunner runner, long began) {
        return limit == null ? runner.run() : runner.run(remaining(limit, began));
    }

    /** The limit counts from the command's start, the broker's included. */
    private static Duration remaining(Duration limit, long beganNanos) {
        Duration remaining = limit.minusNanos(System.nanoTime() - beganNanos);
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }

    private List<String> own(Path directory) {
        List<String> own = new ArrayList<>();
        own.add("--trainer.checkpoint.directory=" + directory.resolve("checkpoints"));
        own.add("--metrics.stateDirectory=" + directory.resolve("streams"));
        if (port != null) {
            own.add("--serving.port=" + port);
        }
        if (folders != null) {
            own.addAll(new FolderFeed("lr", folders.lr, "loop").flags());
            own.addAll(new FolderFeed("hr", folders.hr, "loop").flags());
        }
        return own;
    }
}
