package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.EdsrOptions;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.LogOptions;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.ForwardBenchmark;
import io.monge.ot.network.Edsr;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench forward}: how long does the bare map take for an image? */
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description =
                "Median time of a bare x4 forward pass on one square image of noise in memory,"
                        + " and how far the image is from float32's.")
public final class ForwardCommand implements Callable<Integer> {
    private static final int SEED = 1;

    private final Terminal terminal;

    @Mixin private EdsrOptions edsr = new EdsrOptions();

    @Option(
            names = "--model",
            paramLabel = "F.safetensors",
            converter = InputFile.class,
            description = "a published map instead of random weights")
    private @Nullable Path model;

    @Option(
            names = "--size",
            paramLabel = "PX",
            defaultValue = "256",
            converter = Count.class,
            description = "side of the low-resolution image (default: 256)")
    private int size;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "5",
            converter = Count.class,
            description = "timed (default: 5)")
    private int passes;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private LogOptions log = new LogOptions();

    public ForwardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        log.setUp(Level.WARN);
        ModelSnapshot map = snapshot();
        ForwardBenchmark.Result result =
                new ForwardBenchmark(map, size, edsr.compute()).run(passes);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s%n%d px, x%d, %s, %d threads: %.1f ms (median of %d), %.1f ms of processor"
                                + " time%nfrom float32: %.3f/255 on average, %.2f/255 at most%n",
                        map.map(),
                        size,
                        map.scale(),
                        format(result),
                        edsr.threads(),
                        1e3 * result.medianSeconds(),
                        passes,
                        1e3 * result.medianCpuSeconds(),
                        result.meanError(),
                        result.mostError());
        json.write(numbers(map, result));
        return Failures.DONE;
    }

    private ModelSnapshot snapshot() throws IOException {
        if (model != null) {
            return SnapshotCodec.decode(Files.readAllBytes(model));
        }
        Edsr random = edsr.edsr();
        return new ModelSnapshot(random, 0, random.initialWeights(SEED));
    }

    private static String format(ForwardBenchmark.Result result) {
        return result.arithmetic().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode numbers(ModelSnapshot map, ForwardBenchmark.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("medianMillis", 1e3 * result.medianSeconds())
                .put("precision", format(result))
                .put("threads", edsr.threads())
                .put("size", size)
                .put("scale", map.scale())
                .put("cpuMillis", 1e3 * result.medianCpuSeconds())
                .put("meanErrorOf255", result.meanError())
                .put("mostErrorOf255", result.mostError());
    }
}
