package io.monge.launcher.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.UnsharpMask;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.metric.Lpips;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench scenes}: how good is a map on rendered scenes it has never seen? */
@Command(
        name = "scenes",
        mixinStandardHelpOptions = true,
        description =
                "Score a map, or train one in memory and score it, on held-out rendered scenes."
                        + " Scenes and solver are the configuration's (preset: demo).")
public final class ScenesCommand implements Callable<Integer> {
    private static final int LR_PATCH = 16;
    private static final int STRIP_ROWS = 6;
    private static final int STRIP_LR = 40;
    private static final ImageLimits STRIP_LIMITS = new ImageLimits(1L << 30, 1L << 26);

    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private ScenesSubject subject = new ScenesSubject();

    @Option(
            names = "--save",
            paramLabel = "F.safetensors",
            description = "with --minutes: where to put the trained map")
    private @Nullable Path save;

    @Option(
            names = "--lpips",
            paramLabel = "F.onnx",
            description = "weights of the perceptual metric; without them it is left out")
    private @Nullable Path lpips;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "256",
            description = "held-out patches (default: 256)")
    private int pairs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the computation (default: 1)")
    private int threads;

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            description = "LR, bicubic, best unsharp mask, Monge, HR side by side")
    private @Nullable Path plot;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    @Mixin private CommonOptions common = new CommonOptions();

    public ScenesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        MongeConfig config = terminal.setup().load(common, Optional.of("demo"), List.of()).root();
        RenderedWorld world = new RenderedWorld(config.ingest().scenes());
        Optional<Lpips> metric = Optional.ofNullable(lpips).map(file -> Lpips.open(file, threads));
        try {
            HeldOutPatches patches = HeldOutPatches.of(world.heldOut(), pairs, LR_PATCH);
            ScenesBenchmark benchmark = new ScenesBenchmark(patches, metric);
            report(snapshot(config, world, benchmark), world, benchmark);
        } finally {
            metric.ifPresent(Lpips::close);
        }
        return Failures.DONE;
    }

    private ModelSnapshot snapshot(
            MongeConfig config, RenderedWorld world, ScenesBenchmark benchmark) throws IOException {
        Optional<Path> model = subject.model();
        if (model.isPresent()) {
            return SnapshotCodec.decode(Files.readAllBytes(model.get()));
        }
        ModelSnapshot trained = train(config, world, benchmark);
        if (save != null) {
            Files.write(save, SnapshotCodec.encode(trained));
        }
        return trained;
    }

    private ModelSnapshot train(
            MongeConfig config, RenderedWorld world, ScenesBenchmark benchmark) {
        Duration time = subject.time();
        Duration minute = Duration.ofMinutes(1);
        var trainer = config.trainer();
        try (var training = new SceneTraining(trainer.solver(), world, compute(), trainer.seed())) {
            while (training.elapsed().compareTo(time) < 0) {
                Duration left = time.minus(training.elapsed());
                training.run(left.compareTo(minute) < 0 ? left : minute);
                progress(training, benchmark);
            }
            return training.snapshot();
        }
    }

    private void progress(SceneTraining training, ScenesBenchmark benchmark) {
        try (FrozenMap map = FrozenMap.open(training.snapshot(), compute())) {
            ImageScores scores = benchmark.of(map).map();
            terminal.err()
                    .printf(
                            Locale.ROOT,
                            "%4d s (CPU %d s), iteration %5d: LPIPS %.4f, sliced W1 %.4f, mean removed"
                                    + " %.4f, palette %.4f, PSNR %.2f, gradient %.2f, R_c %.4f%n",
                            training.elapsed().toSeconds(),
                            training.cpu().toSeconds(),
                            map.iteration(),
                            scores.lpips().orElse(Double.NaN),
                            scores.slicedWasserstein(),
                            scores.meanRemoved(),
                            scores.paletteContrast(),
                            scores.psnr(),
                            scores.gradient(),
                            training.contentLoss());
        }
    }

    private void report(ModelSnapshot snapshot, RenderedWorld world, ScenesBenchmark benchmark)
            throws IOException {
        try (FrozenMap map = FrozenMap.open(snapshot, compute())) {
            ScenesReport report = benchmark.of(map);
            terminal.out().print(report.table());
            if (json != null) {
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValue(json.toFile(), report.json());
            }
            if (plot != null) {
                UnsharpMask mask = report.masks().by(Measure.MEAN_REMOVED).mask();
                var strip = ScenesStrip.draw(world.heldOut(), STRIP_ROWS, STRIP_LR, mask, map);
                Files.write(plot, new ImageCodec(STRIP_LIMITS).encodePng(strip));
            }
        }
    }

    private Compute compute() {
        return Compute.cpu(threads);
    }
}
