package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.Baselines;
import io.monge.ot.benchmark.BenchmarkMethod;
import io.monge.ot.benchmark.BenchmarkPair;
import io.monge.ot.benchmark.BenchmarkResult;
import io.monge.ot.benchmark.BenchmarkRun;
import io.monge.ot.benchmark.MapScore;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.benchmark.RunProgress;
import io.monge.ot.benchmark.SampledPair;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monge bench pairs}: how near does a solver come to a known optimal map? */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = {
            "Fit a solver to a benchmark pair and score its map against the true one.",
            "The solver sees the arrays x_train and y_unpaired of the .npz file alone; x_test and"
                    + " y_test score it: L2-UVP (0 is the true map, 100 the constant one) and cosine."
        })
public final class PairsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "PAIR.npz",
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
            defaultValue = "best",
            description =
                    "with --solver ots: best (semi-dual, the conjugate solved) or textbook (Algorithm 1)"
                            + " (default: best)")
    private PairSolver.Variant variant = PairSolver.Variant.BEST;

    @Option(
            names = "--lambda",
            paramLabel = "L",
            description = "before the cost of regularized-ipm-gan (default: 1)")
    private @Nullable Double lambda;

    @Option(
            names = "--direction",
            paramLabel = "forward|inverse",
            defaultValue = "forward",
            description = "from P to Q or from Q to P (default: forward)")
    private Direction direction = Direction.FORWARD;

    @ArgGroup private Length length = new Length();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of weights and batches (default: 0)")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the computation; matrices are small (default: 1)")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    @Mixin private CommonOptions common = new CommonOptions();

    enum Direction {
        FORWARD,
        INVERSE
    }

    /** Time, or passes for a run that repeats. */
    static final class Length {
        @Option(
                names = "--seconds",
                paramLabel = "S",
                defaultValue = "600",
                description = "of training (default: 600)")
        private double seconds = 600;

        @Option(
                names = "--iterations",
                paramLabel = "N",
                description = "of training, instead of a time: repeats bit for bit")
        private @Nullable Long iterations;

        RunLength length() {
            return iterations == null
                    ? new RunLength.Seconds(seconds)
                    : new RunLength.Iterations(iterations);
        }
    }

    public PairsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        RunLength wanted = requireUsage();
        SampledPair given = SampledPair.read(file);
        BenchmarkPair pair = direction == Direction.FORWARD ? given : given.inverse();
        Baselines baselines =
                Baselines.of(
                        pair.training(seed, Integer.MAX_VALUE), pair.test(seed, Integer.MAX_VALUE));
        BenchmarkMethod method =
                solver.method(pair.dimension(), variant, lambda == null ? 1 : lambda);
        BenchmarkResult<MapScore> result =
                new BenchmarkRun(pair, method, wanted, Compute.cpu(threads), seed)
                        .reportingTo(this::report)
                        .run(Integer.MAX_VALUE);
        PairsReport report = new PairsReport(solver, pair.dimension(), baselines, result);
        terminal.out().print(report.table());
        if (json != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), report.json());
        }
        return Failures.DONE;
    }

    /** What the options say together. */
    private RunLength requireUsage() {
        if (spec == null) {
            throw new IllegalStateException("the command was not parsed");
        }
        if (lambda != null && solver != PairSolver.REGULARIZED_IPM_GAN) {
            throw new ParameterException(
                    spec.commandLine(), "--lambda belongs to --solver regularized-ipm-gan");
        }
        if (lambda != null && !(lambda >= 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--lambda is " + lambda + ", must be at least 0");
        }
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads is " + threads + ", must be at least 1");
        }
        try {
            return length.length();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
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
