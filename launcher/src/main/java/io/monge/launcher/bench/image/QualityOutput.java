package io.monge.launcher.bench.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.UnsharpMask;
import io.monge.launcher.option.NumbersFile;
import io.monge.launcher.option.OutputFile;
import io.monge.ot.snapshot.FrozenMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the numbers and the picture go. */
final class QualityOutput {
    private static final ImageLimits LIMITS = new ImageLimits(1L << 30, 1L << 26);

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            converter = OutputFile.class,
            description = "LR, bicubic (above scale 1), best unsharp mask, Monge, HR side by side")
    private @Nullable Path plot;

    @Mixin private NumbersFile json = new NumbersFile();

    /** Writes the JSON if it was asked for. */
    void write(ObjectNode numbers) throws IOException {
        json.write(numbers);
    }

    /** Draws the strip if it was asked for, with the mask that is best in distribution. */
    void draw(HeldOutPatches cutouts, QualityReport report, FrozenMap map) throws IOException {
        Optional<Path> file = Optional.ofNullable(plot);
        if (file.isPresent()) {
            UnsharpMask mask = report.masks().by(Measure.MEAN_REMOVED).mask();
            var strip = ComparisonStrip.draw(cutouts, mask, map);
            Files.write(file.get(), new ImageCodec(LIMITS).encodePng(strip));
        }
    }
}
