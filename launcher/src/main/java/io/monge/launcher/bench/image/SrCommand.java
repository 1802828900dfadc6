package io.monge.launcher.bench.image;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.option.Positive;
import io.monge.launcher.option.Threads;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.metric.Lpips;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench sr}: what does the method make of these folders? */
@Command(
        name = "sr",
        mixinStandardHelpOptions = true,
        description = {
            "Train on two unpaired folders of images, in memory, and score on true pairs: PSNR,"
                    + " SSIM, LPIPS, FID, palette contrast, sliced Wasserstein; bicubic (at scale 1 the"
                    + " input) and the best unsharp masks beside it.",
            "No scene that is scored is trained on, and no scene is on both sides of the training:"
                    + " with --pairs or --hr alone the files are split in three by the seed."
        })
public final class SrCommand implements Callable<Integer> {
    private static final int STRIP_ROWS = 5;
    private static final int STRIP_SIDE = 192;
    private static final int LINES = 5;

    /** Of the time, with constant learning rates; after it they fall. */
    private static final double STEADY = 1.0 / 3;

    private final Terminal terminal;

    @Mixin private SrSource source = new SrSource();

    @Option(
            names = "--scale",
            paramLabel = "1|2|4",
            defaultValue = "4",
            description = "upscaling factor (default: 4)")
    private int scale;

    @Mixin private CostOptions cost = new CostOptions();

    @Option(
            names = "--lpips",
            paramLabel = "F.onnx",
            converter = InputFile.class,
            description = "weights of the perceptual metric; without them it is left out")
    private @Nullable Path lpips;

    @Mixin private FidOptions fid = new FidOptions();

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            converter = Positive.class,
            description = "of training (default: 10)")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the split, the crops and the weights (default: trainer.seed)")
    private @Nullable Long seed;

    @Mixin private Threads threads = new Threads(2);

    @Option(
            names = "--save",
            paramLabel = "F.safetensors",
            converter = OutputFile.class,
            description = "where to put the trained map")
    private @Nullable Path save;

    @Mixin private QualityOutput output = new QualityOutput();

    @Mixin private CommonOptions common = new CommonOptions();

    public SrCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        if (!Set.of(1, 2, 4).contains(scale)) {
            throw new InvalidConfigException("--scale is %d, must be 1, 2 or 4.".formatted(scale));
        }
        fid.requireUsage();
        Optional<Lpips> metric =
                Optional.ofNullable(lpips).map(file -> Lpips.open(file, threads.count()));
        try {
            run(new SrRecipe(terminal.setup(), common, scale, cost), metric);
        } finally {
            metric.ifPresent(Lpips::close);
        }
        return Failures.DONE;
    }

    private void run(SrRecipe recipe, Optional<Lpips> metric) throws IOException {
        MongeConfig config = recipe.steady();
        int crop = config.trainer().solver().potential().size();
        long chosen = seed == null ? config.trainer().seed() : seed;
        SrImages images = source.read(config.ingest(), scale, crop, chosen);
        terminal.err().println(sentence(images));
        Optional<PatchFeatures> features = fid.open(threads.compute());
        try (var training =
                new ImageTraining(
                        config.trainer().solver(),
                        source.training(images),
                        threads.compute().in(config.trainer().compute().precision()),
                        chosen)) {
            QualityBenchmark benchmark =
                    new QualityBenchmark(
                            images.scored(),
                            metric,
                            features.map(net -> fid.protocol(images.scored(), net, chosen)));
            train(recipe, training, benchmark);
            report(training, images, benchmark);
        } finally {
            features.ifPresent(PatchFeatures::close);
        }
    }

    private void train(SrRecipe recipe, ImageTraining training, QualityBenchmark benchmark)
            throws IOException {
        Duration total = Duration.ofMillis(Math.round(60_000 * minutes));
        Duration steady = Duration.ofMillis(Math.round(STEADY * total.toMillis()));
        Duration every = Duration.ofSeconds(Math.max(60, total.toSeconds() / LINES));
        var watch = new TrainingWatch(benchmark, threads.compute(), every, terminal.err());
        watch.run(training, steady);
        long done = training.iteration();
        training.continueAs(recipe.falling(done, Math.round(done / STEADY)));
        watch.run(training, total);
    }

    private void report(ImageTraining training, SrImages images, QualityBenchmark benchmark)
            throws IOException {
        var snapshot = training.snapshot();
        if (save != null) {
            Files.write(save, SnapshotCodec.encode(snapshot));
        }
        try (FrozenMap map = FrozenMap.open(snapshot, threads.compute())) {
            QualityReport report = benchmark.of(map);
            terminal.out().println(sentence(images));
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "x%d, cost %s, %d iterations in %d s (CPU of the training thread %d s, %d threads)%n",
                            scale,
                            cost.label(),
                            map.iteration(),
                            training.elapsed().toSeconds(),
                            training.cpu().toSeconds(),
                            threads.count());
            terminal.out().print(report.table());
            output.write(numbers(training, images, report));
            output.draw(images.scored().middles(STRIP_ROWS, STRIP_SIDE / scale), report, map);
        }
    }

    private static String sentence(SrImages images) {
        return String.format(
                Locale.ROOT,
                "%s; %d LR and %d HR files train, %d are scored (%d images, %.1f megapixels)",
                images.protocol(),
                images.files().lr(),
                images.files().hr(),
                images.files().scored(),
                images.scored().count(),
                images.scored().megapixels());
    }

    private ObjectNode numbers(ImageTraining training, SrImages images, QualityReport report) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        numbers.put("bench", "sr")
                .put("protocol", images.protocol())
                .put("lrFiles", images.files().lr())
                .put("hrFiles", images.files().hr())
                .put("scoredFiles", images.files().scored())
                .put("scoredImages", images.scored().count())
                .put("cost", cost.label())
                .put("threads", threads.count())
                .put("seconds", training.elapsed().toMillis() / 1e3)
                .put("cpuSeconds", training.cpu().toMillis() / 1e3);
        return numbers.setAll(report.json());
    }
}
