package io.monge.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.TrainStepBenchmark;
import io.monge.ot.benchmark.TrainStepResult;
import io.monge.ot.benchmark.TrainStepSettings;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code monge bench train-step}: how long is one iteration of Algorithm 1? */
@Command(
        name = "train-step",
        mixinStandardHelpOptions = true,
        description =
                "Median time of one potential update and K_T map updates on random patches in memory.")
public final class TrainStepCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "16",
            description = "of the map (default: 16)")
    private int blocks;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "64",
            description = "of the map (default: 64)")
    private int features;

    @Option(
            names = "--patch",
            paramLabel = "PX",
            defaultValue = "128",
            description = "HR patch (default: 128)")
    private int patch;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "samples per update (default: 8)")
    private int batch;

    @Option(
            names = "--map-updates",
            paramLabel = "K_T",
            defaultValue = "10",
            description = "K_T (default: 10)")
    private int mapUpdates;

    @Option(
            names = "--cost",
            paramLabel = "mse",
            defaultValue = "mse",
            description = "transport cost (default: mse)")
    private Cost cost = Cost.MSE;

    @Option(
            names = "--precision",
            paramLabel = "float32|bf16|auto",
            defaultValue = "float32",
            description = "of convolutions (default: float32)")
    private Precision precision = Precision.FLOAT32;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "of one operator (default: 2)")
    private int threads;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "5",
            description = "timed (default: 5)")
    private int iterations;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    private enum Cost {
        MSE
    }

    public TrainStepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TrainStepSettings settings =
                new TrainStepSettings(
                        blocks,
                        features,
                        patch,
                        batch,
                        mapUpdates,
                        iterations,
                        Compute.cpu(threads).in(precision));
        TrainStepResult result = new TrainStepBenchmark(settings).run();
        print(result);
        if (json != null) {
            Files.writeString(
                    json,
                    new ObjectMapper().writeValueAsString(numbers(result))
                            + System.lineSeparator());
        }
        return Failures.DONE;
    }

    private void print(TrainStepResult result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "EDSR %dx%d, ResNet potential at %d px, batch %d, K_T %d, %s cost, %s, %d threads%n",
                        blocks,
                        features,
                        patch,
                        batch,
                        mapUpdates,
                        cost.name().toLowerCase(Locale.ROOT),
                        precision.name().toLowerCase(Locale.ROOT),
                        threads);
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

    private Map<String, Object> numbers(TrainStepResult result) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("medianMillis", 1e3 * result.medianSeconds());
        numbers.put("iterations", iterations);
        numbers.put("precision", precision.name().toLowerCase(Locale.ROOT));
        numbers.put("threads", threads);
        numbers.put("blocks", blocks);
        numbers.put("features", features);
        numbers.put("patch", patch);
        numbers.put("batch", batch);
        numbers.put("mapUpdates", mapUpdates);
        numbers.put("cpuMillis", 1e3 * result.medianCpuSeconds());
        numbers.put("partSeconds", result.partSeconds());
        return numbers;
    }
}
