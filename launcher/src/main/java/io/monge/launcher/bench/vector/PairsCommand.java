package io.monge.launcher.bench.vector;

import io.monge.launcher.option.Count;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.NonNegative;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.Baselines;
import io.monge.ot.benchmark.BenchmarkMethod;
import io.monge.ot.benchmark.BenchmarkResult;
import io.monge.ot.benchmark.Ensemble;
import io.monge.ot.benchmark.EnsembleRun;
import io.monge.ot.benchmark.MapScore;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.benchmark.RunProgress;
import io.monge.ot.benchmark.SampledPair;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench pairs}: how near does a solver come to a known optimal map? */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = {
            "Fit a solver to a benchmark pair and score its map against the true one.",
            "The solver sees the arrays x_train and y_unpaired of the .npz file alone; x_test and"
                    + " y_test score it: L2-UVP (0 is the true map, 100 the constant one) and cosine.",
            "Usually 600 seconds."
        })
public final class PairsCommand implements Callable<Integer> {
    private static final double USUAL_SECONDS = 600;

    private final Terminal terminal;

    @Option(
            names = "--file",
            paramLabel = "PAIR.npz",
            converter = InputFile.class,
            required = true,
            description = "samples with x_train, y_unpaired, x_test and y_test")
    private Path file = Path.of("");

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            required = true,
            description = "${COMPLETION-CANDIDATES}")
    private PairSolver solver = PairSolver.OTS;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description =
                    "with --solver ots: best (semi-dual, the conjugate solved) or textbook (Algorithm 1)"
                            + " (default: best)")
    private PairSolver.@Nullable Variant variant;

    @Option(
            names = "--lambda",
            paramLabel = "L",
            converter = NonNegative.class,
            description = "before the cost of regularized-ipm-gan (default: 1)")
    private @Nullable Double lambda;

    @Option(
            names = "--trainings",
            paramLabel = "N",
            converter = Count.class,
            description =
                    "the mean of their maps is scored; they share the time and run on one thread"
                            + " each (default: of ots one in 150 s of a thread, at most 32; else 1)")
    private @Nullable Integer trainings;

    @Option(
            names = "--direction",
            paramLabel = "forward|inverse",
            defaultValue = "forward",
            description = "from P to Q or from Q to P (default: forward)")
    private Direction direction = Direction.FORWARD;

    @Mixin private FitOptions fit = new FitOptions(1);

    enum Direction {
        FORWARD,
        INVERSE
    }

    public PairsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        if (lambda != null && solver != PairSolver.REGULARIZED_IPM_GAN) {
            throw new InvalidConfigException("--lambda belongs to --solver regularized-ipm-gan.");
        }
        if (variant != null && solver != PairSolver.OTS) {
            throw new InvalidConfigException("--variant belongs to --solver ots.");
        }
        RunLength length = fit.length(USUAL_SECONDS);
        SampledPair given = SampledPair.read(file);
        SampledPair pair = direction == Direction.FORWARD ? given : given.inverse();
        Baselines baselines =
                Baselines.of(
                        pair.training(fit.seed(), Integer.MAX_VALUE),
                        pair.test(fit.seed(), Integer.MAX_VALUE));
        PairSolver.Variant form = variant == null ? PairSolver.Variant.BEST : variant;
        BenchmarkMethod method = solver.method(pair.dimension(), form, lambda == null ? 1 : lambda);
        Ensemble ensemble =
                trainings != null
                        ? new Ensemble(trainings, fit.threads())
                        : solver.usual(form, length, fit.threads());
        BenchmarkResult<MapScore> result =
                new EnsembleRun(pair, method, length, ensemble, fit.seed(), this::report)
                        .run(Integer.MAX_VALUE);
        PairsReport report =
                new PairsReport(solver, pair.dimension(), ensemble.trainings(), baselines, result);
        terminal.out().print(report.table());
        fit.write(report.json());
        return Failures.DONE;
    }

    private void report(RunProgress progress) {
        terminal.err()
                .printf(
                        Locale.ROOT,
                        "%3.0f %%  %5.0f s  iteration %7d  potential %10.4f  map %10.4f%n",
                        100 * progress.share(),
                        progress.seconds(),
                        progress.iterations(),
                        progress.last().potentialLoss(),
                        progress.last().mapLoss());
    }
}
