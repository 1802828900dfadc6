package io.monge.launcher.bench.vector;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Logging;
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

    @Parameters(
            paramLabel = "TOY",
            description = "swissroll, 8gaussians, 25gaussians, 49gaussians or 100gaussians")
    private String toy = "";

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            description = "source with its displacements, target and pushed points")
    private @Nullable Path plot;

    @Mixin private FitOptions fit = new FitOptions();

    public ToyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Logging.setUp(Logging.Format.TEXT, Level.ERROR);
        ToyTarget target = ToyTarget.of(toy);
        var result =
                new ToyBenchmark(target, fit.length(USUAL_SECONDS), fit.compute(), fit.seed())
                        .run();
        print(target, result);
        fit.write(json(target, result));
        if (plot != null) {
            ToyPlot.write(target.label(), result.score(), plot);
        }
        return Failures.DONE;
    }

    private void print(ToyTarget target, BenchmarkResult<ToyBenchmark.Scores> result) {
        ToyBenchmark.Scores scores = result.score();
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s by W2GN: %d iterations, %.0f s (processor %.0f s)%n",
                        target.label(),
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

    private static ObjectNode json(ToyTarget toy, BenchmarkResult<ToyBenchmark.Scores> result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("toy", toy.label())
                .put("energyDistance", result.score().after())
                .put("energyDistanceSource", result.score().before())
                .put("energyDistanceFloor", result.score().floor())
                .put("seconds", result.seconds())
                .put("cpuSeconds", result.cpuSeconds())
                .put("iterations", result.iterations());
        return json;
    }
}
