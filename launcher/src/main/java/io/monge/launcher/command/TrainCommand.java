package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import io.monge.launcher.setup.Version;
import io.monge.trainer.TrainerService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge train}: patches from both topics, Algorithm 1, snapshots. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Train on both patch topics without end and publish snapshots.")
public final class TrainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--device", paramLabel = "auto|cpu|gpu[:N]", description = "where to compute")
    private @Nullable String device;

    @Mixin private CommonOptions common = new CommonOptions();

    public TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.INFO);
        List<String> own =
                device == null ? List.of() : List.of("--trainer.compute.device=" + device);
        MongeConfig config = terminal.setup().load(common, Optional.empty(), own).root();
        return Processes.run(
                terminal,
                config,
                "trainer",
                (process, metrics) ->
                        new TrainerService(
                                config.trainer(), process.kafka(), metrics, Version.commit()));
    }
}
