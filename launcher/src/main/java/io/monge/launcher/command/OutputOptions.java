package io.monge.launcher.command;

import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.launcher.option.Enlargement;
import io.monge.launcher.option.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code monge upscale} writes images. */
final class OutputOptions {

    @Option(
            names = "--scale",
            paramLabel = "F",
            converter = Enlargement.class,
            description =
                    "enlarge so many times, such as 2 or 1.5: what the model makes is reduced"
                            + " (default: as the model does)")
    private @Nullable Double scale;

    @Option(
            names = "--quality",
            paramLabel = "Q",
            defaultValue = "95",
            converter = Quality.class,
            description = "of JPEG and WebP, 1 to 100 (default: 95)")
    private int quality = 95;

    @Option(names = "--lossless", description = "WebP without loss")
    private boolean lossless;

    @Option(
            names = "--keep-exif",
            description = "what the camera wrote goes along; orientation is applied in any case")
    private boolean keepExif;

    @Option(
            names = "--overwrite",
            description = "make a folder's images again that are there already")
    private boolean overwrite;

    /** The factor, if it is not the model's. */
    Optional<Double> scale() {
        return Optional.ofNullable(scale);
    }

    /** Whether this file is to be left as it is. */
    boolean skips(UpscaleJobs.Job job) throws IOException {
        return !overwrite && job.isDone();
    }

    /** By the target's ending. */
    ImageEncoding encoding(Path target) {
        ImageFormat format = UpscaleJobs.format(target);
        ImageEncoding encoding = ImageEncoding.of(format, quality);
        encoding = lossless ? encoding.lossless() : encoding;
        return keepExif ? encoding.keepingExif() : encoding;
    }
}
