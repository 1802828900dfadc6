package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import io.monge.metrics.MetricsStreamService;
import io.monge.metrics.watch.WatchService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code monge metrics}: the Kafka Streams application, and the alarms over its windows. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description =
                "Aggregate metric samples into windows, exactly once; raise alarms from them.",
        subcommands = MetricsVerifyCommand.class)
public final class MetricsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private CommonOptions common = new CommonOptions();

    public MetricsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.INFO);
        MongeConfig config = terminal.setup().load(common, Optional.empty(), List.of()).root();
        return Processes.runAll(
                terminal,
                config,
                "metrics-stream",
                (process, metrics) ->
                        List.of(
                                new MetricsStreamService(config.metrics(), process.kafka()),
                                new WatchService(
                                        config.watch(),
                                        process.kafka(),
                                        process.deadLetters(),
                                        metrics)));
    }
}
