package io.monge.launcher.bench.topic;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.monge.ingest.Domain;
import io.monge.ingest.IngestService;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import io.monge.runtime.metric.MetricEmitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench ingest}: how near do patches come to what Kafka itself can take? */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "HR patches per second, images to acknowledged records, on a broker in this"
                        + " process, beside Kafka's own ProducerPerformance with records of that size.")
public final class IngestBenchCommand implements Callable<Integer> {
    private static final int MIN_RECORDS = 1000;
    private static final int MAX_RECORDS = 50_000;
    private static final int CEILING_BYTES = 256 << 20;

    private final Terminal terminal;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "a folder of images (default: rendered scenes, whose painting counts)")
    private @Nullable Path directory;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            converter = Count.class,
            description = "of ingest, after a second that is not counted (default: 10)")
    private int seconds;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private CommonOptions common = new CommonOptions();

    public IngestBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        common.setUpLogging(Level.WARN);
        MongeConfig config = terminal.setup().load(common, Optional.of("demo"), own()).root();
        Path data = Files.createTempDirectory("monge-bench-");
        try (Foundations foundations = Foundations.embedded(config, data)) {
            double patches = patchesPerSecond(config, foundations);
            double ceiling =
                    new ProducerCeiling(
                                    foundations.kafka().settings().bootstrap(),
                                    foundations.kafka().topics().patchesHr().name())
                            .recordsPerSecond(recordBytes(config), records(config));
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%.0f patches/s of %d bytes; ProducerPerformance %.0f records/s: ratio"
                                    + " %.2f%n",
                            patches,
                            recordBytes(config),
                            ceiling,
                            patches / ceiling);
            json.write(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("patchesPerSecond", patches)
                            .put("ceilingPerSecond", ceiling)
                            .put("ratio", patches / ceiling)
                            .put("recordBytes", recordBytes(config)));
        } finally {
            Directories.delete(data);
        }
        return Failures.DONE;
    }

    private double patchesPerSecond(MongeConfig config, Foundations foundations)
            throws InterruptedException {
        try (IngestService service =
                new IngestService(
                        config.ingest(),
                        () -> KafkaPatchSink.open(foundations.kafka()),
                        MetricEmitter.discarding())) {
            service.start();
            TimeUnit.SECONDS.sleep(1); // connections and compilers
            long before = service.published(Domain.HR);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            long patches = service.published(Domain.HR) - before;
            return patches / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Enough that the tool's start does not count. */
    private static int records(MongeConfig config) {
        return Math.max(MIN_RECORDS, Math.min(MAX_RECORDS, CEILING_BYTES / recordBytes(config)));
    }

    private static int recordBytes(MongeConfig config) {
        int side = config.ingest().hr().patch();
        return 3 * side * side;
    }

    private List<String> own() {
        List<String> hr =
                directory == null
                        ? List.of("--ingest.hr.source.type=synthetic")
                        : List.of(
                                "--ingest.hr.source.type=directory",
                                "--ingest.hr.source.path=" + directory,
                                "--ingest.hr.source.passes=loop");
        List<String> own = new ArrayList<>(hr);
        own.add("--ingest.lr.source.type=none");
        own.add("--ingest.hr.patchesPerSecond=0");
        return own;
    }
}
