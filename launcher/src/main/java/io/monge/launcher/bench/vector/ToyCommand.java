package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.BenchmarkResult;
import io.monge.ot.benchmark.ToyBenchmark;
import io.monge.ot.benchmark.ToyTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code monge bench toy}: W2GN's distributions in the plane. */
@Command(
        name = "toy",
        mixinStandardHelpOptions = true,
        description = {
            "Push a Gaussian in the plane to a toy with W2GN; energy distance and a plot.",
            "Usually 120 seconds."
        })
public final class ToyCommand implements Callable<Integer> {
    private static final double USUAL_SECONDS = 120;

    private final Terminal terminal;

    @Parameters(paramLabel = "TOY", description = "${COMPLETION-CANDIDATES}")
    private ToyTarget toy = ToyTarget.SWISSROLL;

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            converter = OutputFile.class,
            description =
                    "source with its displacements, target and pushed points (default: toy-TOY.png)")
    private @Nullable Path plot;

    @Mixin private FitOptions fit = new FitOptions(2);

    public ToyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        var result =
                new ToyBenchmark(toy, fit.length(USUAL_SECONDS), fit.compute(), fit.seed()).run();
        print(result);
        fit.write(json(result));
        Path picture = plot == null ? Path.of("toy-" + toy + ".png") : plot;
        ToyPlot.write(toy.toString(), result.score(), picture);
        terminal.out().println("plot in " + picture);
        return Failures.DONE;
    }

    private void print(BenchmarkResult<ToyBenchmark.Scores> result) {
        ToyBenchmark.Scores scores = result.score();
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s by W2GN: %d iterations, %.0f s (processor %.0f s)%n",
                        toy.toString(),
                        result.iterations(),
                        result.seconds(),
                        result.cpuSeconds());
        terminal.out().printf("%-34s %12s%n", "unbiased sliced energy distance", "");
        row("source to target", scores.before());
        row("pushed to target", scores.after());
        row("target to target (floor)", scores.floor());
    }

    private void row(String what, double distance) {
        terminal.out().printf(Locale.ROOT, "  %-32s %12.6f%n", what, distance);
    }

    private ObjectNode json(BenchmarkResult<ToyBenchmark.Scores> result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("toy", toy.toString())
                .put("energyDistance", result.score().after())
                .put("energyDistanceSource", result.score().before())
                .put("energyDistanceFloor", result.score().floor())
                .put("seconds", result.seconds())
                .put("cpuSeconds", result.cpuSeconds())
                .put("iterations", result.iterations());
        return json;
    }
}
