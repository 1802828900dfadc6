package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.EdsrOptions;
import io.monge.launcher.option.NonNegative;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.LogOptions;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.TrainStepBenchmark;
import io.monge.ot.benchmark.TrainStepResult;
import io.monge.ot.benchmark.TrainStepSettings;
import io.monge.ot.benchmark.TrainStepTrace;
import io.monge.ot.tensor.SafeTensors;
import io.monge.runtime.config.InvalidConfigException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench train-step}: how long is one iteration of Algorithm 1? */
@Command(
        name = "train-step",
        mixinStandardHelpOptions = true,
        description =
                "Median time of one potential update and K_T map updates on random patches in memory.")
public final class TrainStepCommand implements Callable<Integer> {
    /** The potential's 64 channels double to 512 while the side halves to 4 px. */
    private static final int SMALLEST_PATCH = 32;

    private final Terminal terminal;

    @Mixin private EdsrOptions edsr = new EdsrOptions();

    @Option(
            names = "--patch",
            paramLabel = "PX",
            defaultValue = "128",
            converter = Count.class,
            description = "HR patch, a power of two from 32 (default: 128)")
    private int patch;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            converter = Count.class,
            description = "samples per update (default: 8)")
    private int batch;

    @Option(
            names = "--map-updates",
            paramLabel = "K_T",
            defaultValue = "10",
            converter = Count.class,
            description = "K_T (default: 10)")
    private int mapUpdates;

    @Option(
            names = "--cost",
            paramLabel = "mse",
            defaultValue = "mse",
            description = "transport cost (default: mse)")
    private Cost cost = Cost.MSE;

    @Option(
            names = "--mean-square",
            paramLabel = "W",
            defaultValue = "0",
            converter = NonNegative.class,
            description = "weight of mean f^2 in the potential's loss (default: 0)")
    private double meanSquare;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "5",
            converter = Count.class,
            description = "timed (default: 5)")
    private int iterations;

    @Option(
            names = "--trace",
            paramLabel = "FILE.safetensors",
            converter = OutputFile.class,
            description =
                    "instead: write first weights, batches and losses of --iterations, for"
                            + " docs/benchmarks/train_step_pytorch.py --replay")
    private @Nullable Path trace;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private LogOptions log = new LogOptions();

    private enum Cost {
        MSE
    }

    public TrainStepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        log.setUp(Level.WARN);
        if (patch < SMALLEST_PATCH || Integer.bitCount(patch) != 1) {
            throw new InvalidConfigException(
                    "--patch is %d, must be a power of two of at least %d."
                            .formatted(patch, SMALLEST_PATCH));
        }
        TrainStepSettings settings =
                new TrainStepSettings(
                        edsr.edsr(),
                        patch,
                        batch,
                        mapUpdates,
                        iterations,
                        meanSquare,
                        edsr.compute());
        if (trace != null) {
            trace(settings, trace);
            return Failures.DONE;
        }
        TrainStepResult result = new TrainStepBenchmark(settings).run();
        print(result);
        json.write(numbers(result));
        return Failures.DONE;
    }

    private void trace(TrainStepSettings settings, Path file) throws IOException {
        SafeTensors traced = new TrainStepTrace(settings).run();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            traced.writeTo(out);
        }
        terminal.out().printf(Locale.ROOT, "%d iterations in %s%n", iterations, file);
    }

    private void print(TrainStepResult result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "EDSR %dx%d, ResNet potential at %d px, batch %d, K_T %d, %s cost, %s, %d threads%n",
                        edsr.edsr().blocks(),
                        edsr.edsr().features(),
                        patch,
                        batch,
                        mapUpdates,
                        cost.name().toLowerCase(Locale.ROOT),
                        precision(),
                        edsr.threads());
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "one iteration: %.0f ms (median of %d), %.0f ms of processor time%n",
                        1e3 * result.medianSeconds(),
                        iterations,
                        1e3 * result.medianCpuSeconds());
        result.partSeconds()
                .forEach(
                        (part, seconds) ->
                                terminal.out()
                                        .printf(
                                                Locale.ROOT,
                                                "  %-28s %8.1f ms%n",
                                                part,
                                                1e3 * seconds));
    }

    private String precision() {
        return edsr.precision().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode numbers(TrainStepResult result) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        numbers.put("medianMillis", 1e3 * result.medianSeconds())
                .put("iterations", iterations)
                .put("precision", precision())
                .put("threads", edsr.threads())
                .put("blocks", edsr.edsr().blocks())
                .put("features", edsr.edsr().features())
                .put("patch", patch)
                .put("batch", batch)
                .put("mapUpdates", mapUpdates)
                .put("cpuMillis", 1e3 * result.medianCpuSeconds());
        ObjectNode parts = numbers.putObject("partSeconds");
        result.partSeconds().forEach((part, seconds) -> parts.put(part, seconds));
        return numbers;
    }
}
