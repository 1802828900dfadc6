package io.monge.launcher.bench.topic;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.folder.ImageFolder;
import io.monge.imaging.folder.MissingImagesException;
import io.monge.launcher.bench.topic.IngestBenchmark.FolderRate;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Directories;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench ingest}: how near do patches come to what Kafka, and the decoder, can do? */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "HR patches per second from memory to acknowledged records, on a broker in this"
                        + " process, beside Kafka's own ProducerPerformance with records of that size;"
                        + " with --dir also images per second from files, beside decoding them alone."
                        + " Medians of rounds in which each is measured in turn.")
public final class IngestBenchCommand implements Callable<Integer> {
    private static final int MIN_RECORDS = 1000;
    private static final int MAX_RECORDS = 400_000;

    private final Terminal terminal;

    @Option(names = "--dir", paramLabel = "DIR", description = "a folder of images to read as well")
    private @Nullable Path directory;

    @Option(
            names = "--patch",
            paramLabel = "N",
            converter = Count.class,
            description = "side of a patch in px (default: ingest.hr.patch)")
    private @Nullable Integer patch;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            converter = Count.class,
            description = "of each measurement, after two that are not counted (default: 10)")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            converter = Count.class,
            description = "of all measurements in turn (default: 3)")
    private int rounds;

    @Mixin private NumbersFile json = new NumbersFile();

    @Mixin private CommonOptions common = new CommonOptions();

    public IngestBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        common.setUpLogging(Level.WARN);
        MongeConfig config = config(0);
        List<Path> files = files(config);
        Path data = Files.createTempDirectory("monge-bench-");
        try (Foundations foundations = Foundations.embedded(config, data)) {
            IngestBenchmark bench =
                    new IngestBenchmark(foundations.kafka(), Duration.ofSeconds(seconds));
            ObjectNode numbers = JsonNodeFactory.instance.objectNode();
            measureMemory(bench, config, foundations, numbers);
            if (!files.isEmpty()) {
                measureFolder(bench, files, numbers);
            }
            json.write(numbers);
        } finally {
            Directories.delete(data);
        }
        return Failures.DONE;
    }

    private void measureMemory(
            IngestBenchmark bench, MongeConfig config, Foundations foundations, ObjectNode numbers)
            throws IOException, InterruptedException {
        int side = config.ingest().hr().patch();
        int bytes = 3 * side * side;
        ProducerCeiling producer =
                new ProducerCeiling(
                        foundations.kafka().settings().bootstrap(),
                        foundations.kafka().topics().patchesHr().name());
        List<Double> patches = new ArrayList<>();
        List<Double> ceilings = new ArrayList<>();
        int records = MIN_RECORDS;
        for (int round = 0; round < rounds; round++) {
            patches.add(bench.fromMemory(side));
            // As long as ours takes: the tool's start counts in its rate.
            records = (int) Math.min(MAX_RECORDS, Math.max(records, patches.get(0) * seconds));
            ceilings.add(producer.recordsPerSecond(bytes, records));
        }
        double ours = Medians.of(patches);
        double ceiling = Medians.of(ceilings);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%.0f patches/s of %d bytes from memory; ProducerPerformance %.0f records/s:"
                                + " ratio %.2f%n",
                        ours,
                        bytes,
                        ceiling,
                        ours / ceiling);
        numbers.put("patchesPerSecond", ours)
                .put("ceilingPerSecond", ceiling)
                .put("ratio", ours / ceiling)
                .put("recordBytes", bytes);
    }

    private void measureFolder(IngestBenchmark bench, List<Path> files, ObjectNode numbers)
            throws InterruptedException {
        List<Double> ingested = new ArrayList<>();
        List<Double> decoded = new ArrayList<>();
        long resident = 0;
        for (int round = 0; round < rounds; round++) {
            MongeConfig config = config(round);
            decoded.add(bench.decodingAlone(files, new ImageCodec(config.ingest().limits())));
            FolderRate rate = bench.fromFolder(config.ingest());
            ingested.add(rate.imagesPerSecond());
            resident = Math.max(resident, rate.residentBytes());
        }
        double ours = Medians.of(ingested);
        double alone = Medians.of(decoded);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%.1f images/s from %d files to the topic; decoding alone %.1f: ratio %.2f;"
                                + " resident at most %d MiB%n",
                        ours,
                        files.size(),
                        alone,
                        ours / alone,
                        resident >> 20);
        numbers.put("imagesPerSecond", ours)
                .put("decodedPerSecond", alone)
                .put("decodeRatio", ours / alone)
                .put("residentBytes", resident);
    }

    /** What ingest would read; none if no folder is asked for. */
    private List<Path> files(MongeConfig config) throws IOException {
        Path folder = directory;
        if (folder == null) {
            return List.of();
        }
        if (!Files.isDirectory(folder)) {
            throw new MissingImagesException("There is no folder '%s'.".formatted(folder));
        }
        List<Path> places =
                ImageFolder.places(folder, config.ingest().limits().formats()::contains);
        if (places.isEmpty()) {
            throw new MissingImagesException("The folder '%s' holds no image.".formatted(folder));
        }
        return places.stream().map(folder::resolve).toList();
    }

    /** Every round reads the folder from its beginning. */
    private MongeConfig config(int round) {
        List<String> own = new ArrayList<>();
        own.add("--ingest.lr.source.type=none");
        own.add("--ingest.hr.patchesPerSecond=0");
        if (patch != null) {
            own.add("--ingest.hr.patch=" + patch);
        }
        if (directory == null) {
            own.add("--ingest.hr.source.type=none");
        } else {
            own.add("--ingest.hr.source.type=directory");
            own.add("--ingest.hr.source.path=" + directory);
            own.add("--ingest.hr.source.passes=loop");
            own.add("--ingest.hr.source.scanEvery=1s");
            own.add("--ingest.hr.source.settle=0s");
            own.add("--ingest.hr.source.reading=round-" + round);
        }
        return terminal.setup().load(common, Optional.of("demo"), own).root();
    }
}
