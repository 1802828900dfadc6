package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.option.TimedMap;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.LogOptions;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.ForwardBenchmark;
import io.monge.ot.snapshot.ModelSnapshot;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    private final Terminal terminal;

    @Mixin private TimedMap map = new TimedMap();

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
        ModelSnapshot snapshot = map.snapshot();
        ForwardBenchmark.Result result =
                new ForwardBenchmark(snapshot, size, map.compute()).run(passes);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s%n%d px, x%d, %s, %d threads: %.1f ms (median of %d), %.1f ms of"
                                + " processor time%nfrom float32: %.3f/255 on average, %.2f/255 at"
                                + " most%n",
                        snapshot.map(),
                        size,
                        snapshot.scale(),
                        format(result),
                        map.threads(),
                        1e3 * result.medianSeconds(),
                        passes,
                        1e3 * result.medianCpuSeconds(),
                        result.meanError(),
                        result.mostError());
        json.write(numbers(snapshot, result));
        return Failures.DONE;
    }

    private static String format(ForwardBenchmark.Result result) {
        return result.arithmetic().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode numbers(ModelSnapshot snapshot, ForwardBenchmark.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("medianMillis", 1e3 * result.medianSeconds())
                .put("precision", format(result))
                .put("threads", map.threads())
                .put("size", size)
                .put("scale", snapshot.scale())
                .put("cpuMillis", 1e3 * result.medianCpuSeconds())
                .put("meanErrorOf255", result.meanError())
                .put("mostErrorOf255", result.mostError());
    }
}
