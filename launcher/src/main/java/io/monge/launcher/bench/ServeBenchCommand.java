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
import io.monge.ot.snapshot.ModelSnapshot;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench serve}: what does everything around the network cost? */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "The whole HTTP pipeline on this machine, decoding to encoding, against the bare"
                        + " forward pass of the same image; alone and with many clients.")
public final class ServeBenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private TimedMap map = new TimedMap();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            converter = Count.class,
            description = "that ask at once (default: 8)")
    private int clients;

    @Option(
            names = "--size",
            paramLabel = "PX",
            defaultValue = "64",
            converter = Count.class,
            description = "side of the square images (default: 64)")
    private int size;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            converter = Count.class,
            description = "of each of the two loads (default: 10)")
    private int seconds;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private LogOptions log = new LogOptions();

    public ServeBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        log.setUp(Level.WARN);
        ModelSnapshot snapshot = map.snapshot();
        ServeBenchmark.Result result;
        try (ServeBenchmark bench = ServeBenchmark.open(snapshot, map.compute(), size)) {
            result = bench.run(clients, seconds);
        }
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s, %d px, %d threads%n"
                                + "forward  %8.1f ms (median of the bare pass)%n"
                                + "pipeline %8.1f ms (median over HTTP, one client): overhead"
                                + " %.1f %%%n"
                                + "processor time of both, the client's included: %.1f ms, %.1f"
                                + " ms: %.1f %%%n"
                                + "%d clients: %.2f images/s, one client: %.2f images/s (gain"
                                + " %.2f); p50 %.1f ms, p99 %.1f ms%n",
                        snapshot.map(),
                        size,
                        map.threads(),
                        result.forwardMillis(),
                        result.pipelineMillis(),
                        100 * result.overhead(),
                        result.processor().forwardMillis(),
                        result.processor().pipelineMillis(),
                        100 * result.processor().overhead(),
                        clients,
                        result.requestsPerSecond(),
                        result.requestsPerSecondSingle(),
                        result.requestsPerSecond() / result.requestsPerSecondSingle(),
                        result.p50Millis(),
                        result.p99Millis());
        json.write(numbers(result));
        return Failures.DONE;
    }

    private ObjectNode numbers(ServeBenchmark.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("forwardMillis", result.forwardMillis())
                .put("pipelineMillis", result.pipelineMillis())
                .put("overhead", result.overhead())
                .put("forwardCpuMillis", result.processor().forwardMillis())
                .put("pipelineCpuMillis", result.processor().pipelineMillis())
                .put("requestsPerSecond", result.requestsPerSecond())
                .put("requestsPerSecondSingle", result.requestsPerSecondSingle())
                .put("p50Millis", result.p50Millis())
                .put("p99Millis", result.p99Millis())
                .put("clients", clients)
                .put("size", size)
                .put("threads", map.threads())
                .put("refused", result.refused());
    }
}
