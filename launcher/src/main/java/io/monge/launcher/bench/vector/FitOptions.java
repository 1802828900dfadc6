package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every bench that fits a map to vectors understands. */
final class FitOptions {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "wall-clock time of one training, without scoring")
    private @Nullable Double seconds;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "passes instead of --seconds; repeats bit for bit at one number of threads")
    private @Nullable Long iterations;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of weights and samples (default: 0)")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "of one operator (default: 2)")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    /** As asked for, or the command's usual time. */
    RunLength length(double usualSeconds) {
        if (seconds != null && iterations != null) {
            throw new IllegalArgumentException(
                    "--seconds and --iterations cannot be given together");
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
    long iterations(long usual) {
        return iterations != null ? iterations : usual;
    }

    long seed() {
        return seed;
    }

    Compute compute() {
        if (threads < 1) {
            throw new IllegalArgumentException("--threads is " + threads + ", must be at least 1");
        }
        return Compute.cpu(threads);
    }

    /** Writes the numbers where {@code --json} says. */
    void write(ObjectNode numbers) throws IOException {
        if (json != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), numbers);
        }
    }
}
