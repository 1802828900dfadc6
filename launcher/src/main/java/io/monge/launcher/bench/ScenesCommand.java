package io.monge.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.UnsharpMask;
import io.monge.ot.metric.Lpips;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monge bench scenes}: how good is a map on rendered scenes it has never seen? */
@Command(
        name = "scenes",
        description =
                "score a map, or train one in memory and score it, on held-out rendered scenes")
public final class ScenesCommand implements Callable<Integer> {

    private static final int LR_PATCH = 16;
    private static final int STRIP_ROWS = 6;
    private static final int STRIP_LR = 40;

    @Spec private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(
            names = "--solver",
            paramLabel = "FILE.json",
            description = "with --minutes: the solver's specification (default: the demo's)")
    private @Nullable Path solver;

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

    @Option(names = "--pairs", defaultValue = "256", description = "held-out patches")
    private int pairs = 256;

    @Option(names = "--threads", defaultValue = "1", description = "threads of the computation")
    private int threads = 1;

    @Option(names = "--seed", defaultValue = "1", description = "of world and training")
    private long seed = 1;

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            description = "LR, bicubic, unsharp mask, Monge, HR side by side")
    private @Nullable Path plot;

    @Option(names = "--json", paramLabel = "FILE", description = "the same numbers for machines")
    private @Nullable Path json;

    /** Exactly one of the two. */
    private static final class Subject {
        @Option(
                names = "--model",
                required = true,
                paramLabel = "F.safetensors",
                description = "a published map")
        private @Nullable Path model;

        @Option(
                names = "--minutes",
                required = true,
                description = "train in memory for so long (wall time) and score every minute")
        private @Nullable Double minutes;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Lpips> metric = Optional.ofNullable(lpips).map(file -> Lpips.open(file, threads));
        try {
            if (subject.model != null) {
                score(SnapshotCodec.decode(Files.readAllBytes(subject.model)), metric);
            } else {
                trainAndScore(Duration.ofMillis(Math.round(minutes() * 60_000)), metric);
            }
        } finally {
            metric.ifPresent(Lpips::close);
        }
        return 0;
    }

    private double minutes() {
        Double minutes = subject.minutes;
        if (minutes == null || !(minutes > 0)) {
            throw new IllegalArgumentException("--minutes is " + minutes + ", must be above 0");
        }
        return minutes;
    }

    private void score(ModelSnapshot snapshot, Optional<Lpips> metric) throws IOException {
        RenderedWorld world = RenderedWorld.of(seed, snapshot.scale());
        report(snapshot, world, benchmark(world, metric));
    }

    private void trainAndScore(Duration time, Optional<Lpips> metric) throws IOException {
        SolverSpec recipe = recipe();
        RenderedWorld world = RenderedWorld.of(seed, recipe.map().scale());
        ScenesBenchmark benchmark = benchmark(world, metric);
        try (SceneTraining training = new SceneTraining(recipe, world, compute(), seed)) {
            while (training.elapsed().compareTo(time) < 0) {
                Duration left = time.minus(training.elapsed());
                Duration minute = Duration.ofMinutes(1);
                training.run(left.compareTo(minute) < 0 ? left : minute);
                progress(training, benchmark);
            }
            ModelSnapshot snapshot = training.snapshot();
            if (save != null) {
                Files.write(save, SnapshotCodec.encode(snapshot));
            }
            report(snapshot, world, benchmark);
        }
    }

    private SolverSpec recipe() throws IOException {
        return solver == null
                ? DemoRecipe.solver()
                : SpecJson.parse(Files.readString(solver), SolverSpec.class);
    }

    private void progress(SceneTraining training, ScenesBenchmark benchmark) {
        try (FrozenMap map = FrozenMap.open(training.snapshot(), compute())) {
            ImageScores scores = benchmark.of(map).map();
            out().printf(
                            "%4d s, iteration %5d: LPIPS %.4f, sliced W1 %.4f, mean removed %.4f,"
                                    + " palette %.4f, PSNR %.2f, gradient %.2f, R_c %.4f%n",
                            training.elapsed().toSeconds(),
                            map.iteration(),
                            scores.lpips().orElse(Double.NaN),
                            scores.slicedWasserstein(),
                            scores.meanRemoved(),
                            scores.paletteContrast(),
                            scores.psnr(),
                            scores.gradient(),
                            training.contentLoss());
            out().flush();
        }
    }

    private void report(ModelSnapshot snapshot, RenderedWorld world, ScenesBenchmark benchmark)
            throws IOException {
        try (FrozenMap map = FrozenMap.open(snapshot, compute())) {
            ScenesReport report = benchmark.of(map);
            out().print(report.table());
            out().flush();
            if (json != null) {
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValue(json.toFile(), report.json());
            }
            if (plot != null) {
                UnsharpMask mask = report.masks().by(Measure.MEAN_REMOVED).mask();
                var strip = ScenesStrip.draw(world.heldOut(), STRIP_ROWS, STRIP_LR, mask, map);
                Files.write(
                        plot,
                        new ImageCodec(new ImageLimits(Integer.MAX_VALUE, 1 << 26))
                                .encodePng(strip));
            }
        }
    }

    private ScenesBenchmark benchmark(RenderedWorld world, Optional<Lpips> metric) {
        return new ScenesBenchmark(HeldOutPatches.of(world.heldOut(), pairs, LR_PATCH), metric);
    }

    private Compute compute() {
        return Compute.cpu(threads);
    }

    private PrintWriter out() {
        return java.util.Objects.requireNonNull(spec).commandLine().getOut();
    }
}
