package io.monge.launcher.command;

import io.monge.launcher.bench.ForwardCommand;
import io.monge.launcher.bench.MetricsBenchCommand;
import io.monge.launcher.bench.ServeBenchCommand;
import io.monge.launcher.bench.TrainStepCommand;
import io.monge.launcher.bench.image.ScenesCommand;
import io.monge.launcher.bench.image.SrCommand;
import io.monge.launcher.bench.stream.StreamCommand;
import io.monge.launcher.bench.topic.IngestBenchCommand;
import io.monge.launcher.bench.topic.SnapshotCommand;
import io.monge.launcher.bench.vector.BiasCommand;
import io.monge.launcher.bench.vector.ColourCommand;
import io.monge.launcher.bench.vector.GaussiansCommand;
import io.monge.launcher.bench.vector.PairsCommand;
import io.monge.launcher.bench.vector.PairsRuleCommand;
import io.monge.launcher.bench.vector.ToyCommand;
import io.monge.launcher.setup.Failures;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monge bench}: the numbers, each measured here and now. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure speed and quality on this machine.",
        subcommands = {
            PairsCommand.class,
            PairsRuleCommand.class,
            MetricsBenchCommand.class,
            TrainStepCommand.class,
            StreamCommand.class,
            ForwardCommand.class,
            ServeBenchCommand.class,
            IngestBenchCommand.class,
            SnapshotCommand.class,
            ScenesCommand.class,
            SrCommand.class,
            GaussiansCommand.class,
            ToyCommand.class,
            BiasCommand.class,
            ColourCommand.class
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return Failures.WRONG_USAGE;
    }
}
