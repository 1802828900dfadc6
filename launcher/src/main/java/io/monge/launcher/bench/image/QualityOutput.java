package io.monge.launcher.bench.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.UnsharpMask;
import io.monge.ot.snapshot.FrozenMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the numbers and the picture go. */
final class QualityOutput {
    private static final ImageLimits LIMITS = new ImageLimits(1L << 30, 1L << 26);

    @Option(
            names = "--plot",
            paramLabel = "OUT.png",
            description = "LR, bicubic (above scale 1), best unsharp mask, Monge, HR side by side")
    private @Nullable Path plot;

    @Option(names = "--json", paramLabel = "FILE", description = "write the numbers here too")
    private @Nullable Path json;

    /** Writes the JSON if it was asked for. */
    void write(ObjectNode numbers) throws IOException {
        Optional<Path> file = Optional.ofNullable(json);
        if (file.isPresent()) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(file.get().toFile(), numbers);
        }
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
