package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Dimension;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.GaussianPair;
import io.monge.ot.benchmark.GaussiansBenchmark;
import io.monge.ot.benchmark.GaussiansResult;
import io.monge.ot.benchmark.PerceptronMethod;
import io.monge.ot.benchmark.Wasserstein2Method;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench gaussians}: W2GN's table. */
@Command(
        name = "gaussians",
        mixinStandardHelpOptions = true,
        description = {
            "Fit the map between two random Gaussians, which is known in closed form, and score it in"
                    + " both directions; the value published for W2GN beside it.",
            "Usually 180 seconds; the solver ots finds one direction, so it has half of them each."
        })
public final class GaussiansCommand implements Callable<Integer> {
    private static final double USUAL_SECONDS = 180;

    private final Terminal terminal;

    @Option(
            names = "--dim",
            required = true,
            paramLabel = "D",
            converter = Dimension.class,
            description = "dimension, 2 to 4096; published are the powers of two")
    private int dim;

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            defaultValue = "wasserstein2",
            description = "wasserstein2 or ots (default: wasserstein2)")
    private Solver solver = Solver.WASSERSTEIN2;

    @Mixin private FitOptions fit = new FitOptions(2);

    private enum Solver {
        WASSERSTEIN2,
        OTS
    }

    public GaussiansCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        GaussiansBenchmark benchmark =
                new GaussiansBenchmark(
                        GaussianPair.w2gn(dim),
                        fit.length(USUAL_SECONDS),
                        fit.compute(),
                        fit.seed());
        GaussiansResult result =
                switch (solver) {
                    case WASSERSTEIN2 -> benchmark.both(Wasserstein2Method.gaussians(dim));
                    case OTS -> benchmark.each(PerceptronMethod.ots(dim));
                };
        print(result);
        fit.write(json(result));
        return Failures.DONE;
    }

    private void print(GaussiansResult result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "N(0, Sx) to N(0, Sy) in %d dimensions, half squared distance %.4f; %s:"
                                + " %d iterations, %.0f s (processor %.0f s)%n",
                        result.dim(),
                        result.halfSquaredDistance(),
                        name(),
                        result.iterations(),
                        result.seconds(),
                        result.cpuSeconds());
        terminal.out()
                .printf("%-10s %12s %12s %16s%n", "", "L2-UVP, %", "cosine", "W2GN, published");
        row("forward", result.forward().uvp(), result.forward().cosine());
        row("inverse", result.inverse().uvp(), result.inverse().cosine());
    }

    private void row(String direction, double uvp, double cosine) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%-10s %12.3f %12.4f %16s%n",
                        direction,
                        uvp,
                        cosine,
                        GaussiansBenchmark.published(dim).orElse("-"));
    }

    private String name() {
        return solver.name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode json(GaussiansResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("dim", result.dim())
                .put("solver", name())
                .put("uvpForward", result.forward().uvp())
                .put("uvpInverse", result.inverse().uvp())
                .put("cosForward", result.forward().cosine())
                .put("cosInverse", result.inverse().cosine())
                .put("seconds", result.seconds())
                .put("cpuSeconds", result.cpuSeconds())
                .put("iterations", result.iterations());
        return json;
    }
}
