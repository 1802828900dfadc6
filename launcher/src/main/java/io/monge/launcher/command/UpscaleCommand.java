package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.Seam;
import io.monge.imaging.Tiling;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.DeviceName;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.LoadedMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monge upscale}: files and folders through a snapshot, no server needed. */
@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        description = "Upscale files and folders, no server needed.")
public final class UpscaleCommand implements Callable<Integer> {
    private static final long MAX_BYTES = 512L << 20;
    private static final long MAX_PIXELS = 100_000_000;

    /** The user's own files: all formats, as large as memory allows. */
    private static final ImageCodec CODEC =
            new ImageCodec(new ImageLimits(MAX_BYTES, MAX_PIXELS, ImageFormat.ALL));

    private final Terminal terminal;

    @Spec private @Nullable CommandSpec injected;

    @Parameters(
            arity = "1..*",
            paramLabel = "IN",
            description = "images (PNG, JPEG, WebP, GIF, BMP, TIFF) or folders of images")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            converter = Destination.Converter.class,
            description =
                    "file or folder to write; a file's ending says how: .png, .jpg or .webp. Of a"
                            + " folder's images those that are there already are skipped")
    private Destination output = Destination.of(".");

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
            converter = Count.class,
            description = "tile side in px (default: 128)")
    private int tile;

    @Option(names = "--exact", description = "tiles that give the very pixels of one untiled pass")
    private boolean exact;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu[:N]",
            defaultValue = "auto",
            converter = DeviceName.class,
            description = "where to compute")
    private String device = "auto";

    @Mixin private OutputOptions out = new OutputOptions();

    @Mixin private KeptData data = new KeptData();

    @Mixin private CommonOptions common = new CommonOptions();

    public UpscaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        common.setUpLogging(Level.WARN);
        List<UpscaleJobs.Job> jobs = planned();
        if (jobs.isEmpty()) {
            terminal.err().println("monge: no images in " + inputs);
            return Failures.FAILED;
        }
        List<UpscaleJobs.Job> open = withoutDone(jobs);
        if (open.isEmpty()) {
            return Failures.DONE;
        }
        Compute compute =
                new Compute(
                        device,
                        Runtime.getRuntime().availableProcessors(),
                        Compute.cpu(1).memoryFormat());
        try (LoadedMap map = FrozenMapLoader.open(snapshot(), compute)) {
            return run(open, new OfflineUpscaler(map, tiling(map), CODEC, scale(map)));
        }
    }

    private List<UpscaleJobs.Job> planned() throws IOException {
        try {
            return UpscaleJobs.plan(inputs, output);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<UpscaleJobs.Job> withoutDone(List<UpscaleJobs.Job> jobs) throws IOException {
        List<UpscaleJobs.Job> open = new ArrayList<>();
        for (UpscaleJobs.Job job : jobs) {
            if (out.skips(job)) {
                terminal.err().println(job.target() + " is done already");
            } else {
                open.add(job);
            }
        }
        if (open.size() < jobs.size()) {
            terminal.err()
                    .println(
                            "monge: %d of %d images skipped; --overwrite makes them again"
                                    .formatted(jobs.size() - open.size(), jobs.size()));
        }
        return open;
    }

    private double scale(LoadedMap map) {
        double scale = out.scale().orElse((double) map.scale());
        if (scale > map.scale()) {
            throw new ParameterException(
                    commandLine(),
                    "--scale is %s, the model enlarges %d times".formatted(scale, map.scale()));
        }
        return scale;
    }

    private int run(List<UpscaleJobs.Job> jobs, OfflineUpscaler upscaler) throws IOException {
        try (ProgressBar bar = progress(jobs.size());
                UpscaleRun run = new UpscaleRun(CODEC, upscaler, out::encoding, report(bar))) {
            int refused = run.upscale(jobs);
            if (refused > 0) {
                terminal.err()
                        .println(
                                "monge: %d of %d images could not be upscaled"
                                        .formatted(refused, jobs.size()));
            }
            return refused == 0 ? Failures.DONE : Failures.FAILED;
        }
    }

    private UpscaleRun.Report report(ProgressBar bar) {
        return new UpscaleRun.Report() {
            @Override
            public void written(UpscaleJobs.Job job) {
                bar.step();
                if (!terminal.isInteractive()) {
                    terminal.err().println(job.source() + " -> " + job.target());
                }
            }

            @Override
            public void refused(UpscaleJobs.Job job, MalformedImageException why) {
                bar.step();
                terminal.err().println("monge: '%s': %s".formatted(job.source(), why.getMessage()));
            }
        };
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

    private CommandLine commandLine() {
        return Objects.requireNonNull(injected, "picocli sets it").commandLine();
    }

    private Tiling tiling(LoadedMap map) {
        if (exact && !map.isTileable()) {
            return OfflineUpscaler.UNTILED;
        }
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
