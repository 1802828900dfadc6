package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.Seam;
import io.monge.imaging.Tiling;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code monge upscale}: files and folders through a snapshot, no server needed. */
@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        description = "Upscale files and folders, no server needed.")
public final class UpscaleCommand implements Callable<Integer> {
    private static final long MAX_BYTES = 512L << 20;
    private static final long MAX_PIXELS = 100_000_000;

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "IN",
            description = "images (PNG, JPEG) or folders of images")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "file or folder to write")
    private Path output = Path.of(".");

    @Option(
            names = "--model",
            paramLabel = "FILE",
            converter = InputFile.class,
            description = "snapshot (.safetensors); else the served one")
    private @Nullable Path model;

    @Option(
            names = "--tile",
            paramLabel = "N",
            defaultValue = "128",
            description = "tile side in px (default: 128)")
    private int tile;

    @Option(names = "--exact", description = "tiles that give the very pixels of one untiled pass")
    private boolean exact;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu[:N]",
            defaultValue = "auto",
            description = "where to compute")
    private String device = "auto";

    @Mixin private KeptData data = new KeptData();

    @Mixin private CommonOptions common = new CommonOptions();

    public UpscaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        List<UpscaleJobs.Job> jobs = UpscaleJobs.plan(inputs, output);
        if (jobs.isEmpty()) {
            terminal.err().println("monge: no PNG or JPEG images in " + inputs);
            return Failures.FAILED;
        }
        Compute compute =
                new Compute(
                        device,
                        Runtime.getRuntime().availableProcessors(),
                        Compute.cpu(1).memoryFormat());
        try (FrozenMap map = FrozenMap.open(snapshot(), compute)) {
            return run(
                    jobs,
                    new OfflineUpscaler(
                            map,
                            tiling(map),
                            new ImageCodec(new ImageLimits(MAX_BYTES, MAX_PIXELS))));
        }
    }

    private int run(List<UpscaleJobs.Job> jobs, OfflineUpscaler upscaler) {
        int refused = 0;
        try (ProgressBar bar = progress(jobs.size())) {
            for (UpscaleJobs.Job job : jobs) {
                boolean written = attempt(job, upscaler);
                refused += written ? 0 : 1;
                bar.step();
                if (written && !terminal.isInteractive()) {
                    terminal.err().println(job.source() + " -> " + job.target());
                }
            }
        }
        if (refused > 0) {
            terminal.err()
                    .println(
                            "monge: %d of %d images could not be upscaled"
                                    .formatted(refused, jobs.size()));
        }
        return refused == 0 ? Failures.DONE : Failures.FAILED;
    }

    /** One bad image must not cost the user the others; it is named, and the exit code tells. */
    private boolean attempt(UpscaleJobs.Job job, OfflineUpscaler upscaler) {
        try {
            upscaler.upscale(job.source(), job.target());
            return true;
        } catch (MalformedImageException e) {
            terminal.err().println("monge: '%s': %s".formatted(job.source(), e.getMessage()));
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' to '%s': %s".formatted(job.source(), job.target(), e), e);
        }
    }

    private ProgressBar progress(int jobs) {
        ProgressBarBuilder builder =
                new ProgressBarBuilder()
                        .setTaskName("upscale")
                        .setInitialMax(jobs)
                        .setUnit(" images", 1);
        PrintStream target =
                terminal.isInteractive()
                        ? terminal.err()
                        : new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return builder.setConsumer(new ConsoleProgressBarConsumer(target)).build();
    }

    private Tiling tiling(FrozenMap map) {
        int margin = 2 * map.receptiveRadius();
        return exact
                ? Tiling.exact(Math.max(tile, margin + 64), map.receptiveRadius())
                : new Tiling(tile, Math.min(16, tile / 4), Seam.BLEND);
    }

    private ModelSnapshot snapshot() throws IOException {
        if (model != null) {
            return SnapshotCodec.decode(Files.readAllBytes(model));
        }
        try (PublishedModels models =
                PublishedModels.connect(
                        terminal.setup().load(common, Optional.empty(), List.of()).root(),
                        data.directory())) {
            return models.snapshot(models.current());
        }
    }
}
