package io.monge.launcher.bench.vector;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.option.Positive;
import io.monge.launcher.option.Threads;
import io.monge.launcher.setup.LogOptions;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every bench that fits a map to vectors understands. */
final class FitOptions {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Positive.class,
            description = "wall-clock time of one training, without scoring")
    private @Nullable Double seconds;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = Count.class,
            description =
                    "passes instead of --seconds; repeats bit for bit at one number of threads")
    private @Nullable Integer iterations;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of weights and samples (default: 0)")
    private long seed;

    @Mixin private Threads threads;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private LogOptions log = new LogOptions();

    /**
     * @param usualThreads where the user says nothing
     */
    FitOptions(int usualThreads) {
        this.threads = new Threads(usualThreads);
    }

    void setUpLogging() {
        log.setUp(Level.ERROR);
    }

    /**
     * As asked for, or the command's usual time.
     *
     * @throws InvalidConfigException if both a time and a number of passes are
     */
    RunLength length(double usualSeconds) {
        if (seconds != null && iterations != null) {
            throw new InvalidConfigException(
                    "--seconds and --iterations cannot be given together.");
        }
        return iterations != null
                ? new RunLength.Iterations(iterations)
                : new RunLength.Seconds(seconds != null ? seconds : usualSeconds);
    }

    /** {@code --seconds}, or the command's usual time. */
    double seconds(double usual) {
        return seconds != null ? seconds : usual;
    }

    /** {@code --iterations}, or the command's usual number. */
    int iterations(int usual) {
        return iterations != null ? iterations : usual;
    }

    long seed() {
        return seed;
    }

    int threads() {
        return threads.count();
    }

    Compute compute() {
        return threads.compute();
    }

    /** Writes the numbers where {@code --json} says. */
    void write(ObjectNode numbers) throws IOException {
        json.write(numbers);
    }
}
