package io.monge.launcher.bench.image;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.option.Threads;
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

    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private ScenesSubject subject = new ScenesSubject();

    @Option(
            names = "--save",
            paramLabel = "F.safetensors",
            converter = OutputFile.class,
            description = "with --minutes: where to put the trained map")
    private @Nullable Path save;

    @Option(
            names = "--lpips",
            paramLabel = "F.onnx",
            converter = InputFile.class,
            description = "weights of the perceptual metric; without them it is left out")
    private @Nullable Path lpips;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "256",
            converter = Count.class,
            description = "held-out patches (default: 256)")
    private int pairs;

    @Mixin private Threads threads = new Threads(1);

    @Mixin private QualityOutput output = new QualityOutput();

    @Mixin private CommonOptions common = new CommonOptions();

    public ScenesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        MongeConfig config = terminal.setup().load(common, Optional.of("demo"), List.of()).root();
        RenderedWorld world = new RenderedWorld(config.ingest().scenes());
        Optional<ModelSnapshot> given = subject.model();
        Optional<Lpips> metric =
                Optional.ofNullable(lpips).map(file -> Lpips.open(file, threads.count()));
        try {
            HeldOutPatches patches = HeldOutPatches.of(world.heldOut(), pairs, LR_PATCH);
            QualityBenchmark benchmark = new QualityBenchmark(patches, metric);
            ModelSnapshot map = given.isPresent() ? given.get() : trained(config, world, benchmark);
            report(map, world, benchmark);
        } finally {
            metric.ifPresent(Lpips::close);
        }
        return Failures.DONE;
    }

    private ModelSnapshot trained(
            MongeConfig config, RenderedWorld world, QualityBenchmark benchmark)
            throws IOException {
        ModelSnapshot trained = train(config, world, benchmark);
        if (save != null) {
            Files.write(save, SnapshotCodec.encode(trained));
        }
        return trained;
    }

    private ModelSnapshot train(
            MongeConfig config, RenderedWorld world, QualityBenchmark benchmark) {
        Duration time = subject.time();
        var trainer = config.trainer();
        var watch =
                new TrainingWatch(
                        benchmark, threads.compute(), Duration.ofMinutes(1), terminal.err());
        TrainingImages images =
                new TrainingImages(
                        new SceneWindow(world::lr),
                        new SceneWindow(world::hr),
                        new ColourJitter(0));
        Compute compute = threads.compute().in(trainer.compute().precision());
        try (var training = new ImageTraining(trainer.solver(), images, compute, trainer.seed())) {
            watch.run(training, time);
            return training.snapshot();
        }
    }

    private void report(ModelSnapshot snapshot, RenderedWorld world, QualityBenchmark benchmark)
            throws IOException {
        try (FrozenMap map = FrozenMap.open(snapshot, threads.compute())) {
            QualityReport report = benchmark.of(map);
            terminal.out()
                    .printf(
                            "%d held-out synthetic patches of %d px, x%d; map at iteration %d%n",
                            pairs, map.scale() * LR_PATCH, map.scale(), map.iteration())
                    .print(report.table());
            ObjectNode numbers = JsonNodeFactory.instance.objectNode();
            numbers.put("bench", "scenes")
                    .put("patches", pairs)
                    .put("patchSize", map.scale() * LR_PATCH);
            output.write(numbers.setAll(report.json()));
            output.draw(HeldOutPatches.of(world.heldOut(), STRIP_ROWS, STRIP_LR), report, map);
        }
    }
}
