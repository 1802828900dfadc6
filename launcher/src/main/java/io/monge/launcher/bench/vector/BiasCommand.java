package io.monge.launcher.bench.vector;

import io.monge.launcher.option.Dimension;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.NonNegative;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.BenchmarkPair;
import io.monge.ot.benchmark.BiasBenchmark;
import io.monge.ot.benchmark.BiasCurve;
import io.monge.ot.benchmark.ClusterPair;
import io.monge.ot.benchmark.SampledPair;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench bias}: Table 2 of the paper in small. */
@Command(
        name = "bias",
        mixinStandardHelpOptions = true,
        description = {
            "OTS against the regularised IPM GAN over lambda on a pair with a known map: scored at one"
                    + " number of map updates, then trained on until the score stops improving.",
            "--iterations is the equal number of map updates (usually 2000); --seconds (usually 120)"
                    + " ends each training that has had them."
        })
public final class BiasCommand implements Callable<Integer> {
    private static final double USUAL_SECONDS = 120;
    private static final int USUAL_DIM = 4;
    private static final int USUAL_UPDATES = 2000;
    private static final long PAIR_SEED = 1;

    private final Terminal terminal;

    @Option(
            names = "--dim",
            paramLabel = "D",
            converter = Dimension.class,
            description = "of the generated pair (default: 4)")
    private @Nullable Integer dim;

    @Option(
            names = "--file",
            paramLabel = "PAIR.npz",
            converter = InputFile.class,
            description = "a pair with x_train, y_unpaired, x_test, y_test instead")
    private @Nullable Path file;

    @Option(
            names = "--lambdas",
            split = ",",
            paramLabel = "L",
            defaultValue = "0,0.1,1,10,100,1000",
            converter = NonNegative.class,
            description = "of the IPM GAN (default: 0,0.1,1,10,100,1000)")
    private List<Double> lambdas = List.of();

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            defaultValue = "bias.png",
            converter = OutputFile.class,
            description = "L2-UVP and variance over lambda, OTS as a line (default: bias.png)")
    private Path plot = Path.of("");

    @Mixin private FitOptions fit = new FitOptions(2);

    public BiasCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        if (fit.iterations(USUAL_UPDATES) < BiasBenchmark.LEAST_UPDATES) {
            throw new InvalidConfigException(
                    "--iterations is %d, must be at least %d."
                            .formatted(fit.iterations(USUAL_UPDATES), BiasBenchmark.LEAST_UPDATES));
        }
        BenchmarkPair pair = pair();
        BiasBenchmark.Budget budget =
                new BiasBenchmark.Budget(fit.iterations(USUAL_UPDATES), fit.seconds(USUAL_SECONDS));
        BiasBenchmark benchmark = new BiasBenchmark(pair, budget, fit.compute(), fit.seed());
        BiasReport report = measure(pair, budget, benchmark);
        terminal.out().print(report.table());
        fit.write(report.json());
        BiasPlot.write(report, plot);
        terminal.out().println("plot in " + plot);
        return Failures.DONE;
    }

    private BenchmarkPair pair() throws IOException {
        if (file == null) {
            return new ClusterPair(dim == null ? USUAL_DIM : dim, PAIR_SEED);
        }
        if (dim != null) {
            throw new InvalidConfigException(
                    "--dim is of a generated pair, and cannot be given with --file.");
        }
        return SampledPair.read(file);
    }

    private BiasReport measure(
            BenchmarkPair pair, BiasBenchmark.Budget budget, BiasBenchmark benchmark) {
        BiasCurve ots = progress(benchmark.ots(), budget);
        List<BiasCurve> gans = new ArrayList<>();
        for (double lambda : lambdas) {
            gans.add(progress(benchmark.regularizedIpmGan(lambda), budget));
        }
        return new BiasReport(
                pair.dimension(), budget.mapUpdates(), benchmark.identity(), ots, gans);
    }

    private BiasCurve progress(BiasCurve curve, BiasBenchmark.Budget budget) {
        terminal.err()
                .printf(
                        Locale.ROOT,
                        "%s: L2-UVP %.2f %% at %d map updates, best %.2f %% (%s after %.0f s)%n",
                        curve.label(),
                        curve.at(budget.mapUpdates()).score().uvp(),
                        curve.at(budget.mapUpdates()).mapUpdates(),
                        curve.best().score().uvp(),
                        curve.end().name().toLowerCase(Locale.ROOT),
                        curve.seconds());
        return curve;
    }
}
