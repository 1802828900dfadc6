package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import io.monge.launcher.setup.Version;
import io.monge.trainer.TrainerService;
import java.util.ArrayList;
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
    /** Leaves an L2-UVP of 1 % where 5 are allowed; 2 s of one core. */
    private static final int SELF_TEST_ITERATIONS = 300;

    private final Terminal terminal;

    @Option(names = "--device", paramLabel = "auto|cpu|gpu[:N]", description = "where to compute")
    private @Nullable String device;

    @Option(
            names = "--self-test",
            description =
                    "first solve two Gaussians whose map is known, some seconds; exit 1 if it is missed")
    private boolean selfTest;

    @Mixin private CommonOptions common = new CommonOptions();

    public TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.INFO);
        List<String> own = new ArrayList<>();
        if (device != null) {
            own.add("--trainer.compute.device=" + device);
        }
        if (selfTest) {
            own.add("--trainer.selfTest.iterations=" + SELF_TEST_ITERATIONS);
        }
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
