package io.monge.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.ForwardBenchmark;
import io.monge.ot.network.Edsr;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
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

/** {@code monge bench forward}: how long does the bare map take for an image? */
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description =
                "Median time of a bare x4 forward pass on one square image of noise in memory,"
                        + " and how far the image is from float32's.")
public final class ForwardCommand implements Callable<Integer> {
    private static final int SCALE = 4;
    private static final int SEED = 1;

    private final Terminal terminal;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "16",
            description = "of an EDSR with random weights (default: 16)")
    private int blocks;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "64",
            description = "of an EDSR with random weights (default: 64)")
    private int features;

    @Option(
            names = "--model",
            paramLabel = "F.safetensors",
            description = "a published map instead of random weights")
    private @Nullable Path model;

    @Option(
            names = "--size",
            paramLabel = "PX",
            defaultValue = "256",
            description = "side of the low-resolution image (default: 256)")
    private int size;

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
            names = "--passes",
            paramLabel = "N",
            defaultValue = "5",
            description = "timed (default: 5)")
    private int passes;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    public ForwardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ModelSnapshot map = snapshot();
        Compute compute = Compute.cpu(threads).in(precision);
        ForwardBenchmark.Result result = new ForwardBenchmark(map, size, compute).run(passes);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s%n%d px, x%d, %s, %d threads: %.1f ms (median of %d), %.1f ms of processor"
                                + " time%nfrom float32: %.3f/255 on average, %.2f/255 at most%n",
                        map.map(),
                        size,
                        map.scale(),
                        format(result),
                        threads,
                        1e3 * result.medianSeconds(),
                        passes,
                        1e3 * result.medianCpuSeconds(),
                        result.meanError(),
                        result.mostError());
        if (json != null) {
            String numbers = new ObjectMapper().writeValueAsString(numbers(map, result));
            Files.writeString(json, numbers + System.lineSeparator());
        }
        return Failures.DONE;
    }

    private ModelSnapshot snapshot() throws IOException {
        if (model != null) {
            return SnapshotCodec.decode(Files.readAllBytes(model));
        }
        Edsr edsr = Edsr.reference(SCALE, blocks, features);
        return new ModelSnapshot(edsr, 0, edsr.initialWeights(SEED));
    }

    private static String format(ForwardBenchmark.Result result) {
        return result.arithmetic().name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> numbers(ModelSnapshot map, ForwardBenchmark.Result result) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("medianMillis", 1e3 * result.medianSeconds());
        numbers.put("precision", format(result));
        numbers.put("threads", threads);
        numbers.put("size", size);
        numbers.put("scale", map.scale());
        numbers.put("cpuMillis", 1e3 * result.medianCpuSeconds());
        numbers.put("meanErrorOf255", result.meanError());
        numbers.put("mostErrorOf255", result.mostError());
        return numbers;
    }
}
