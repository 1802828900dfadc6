package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images, files and configurations for tests. */
final class Samples {

    static final ImageLimits LIMITS = new ImageLimits(1_000_000, 250_000);
    static final ImageCodec CODEC = new ImageCodec(LIMITS);

    private Samples() {}

    static RgbImage image(int width, int height, long seed) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    static byte[] png(int side, long seed) {
        return CODEC.encodePng(image(side, side, seed));
    }

    /** Encoded by the JDK. */
    static byte[] written(RgbImage image, String format) {
        BufferedImage buffered =
                new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = image.pixels();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb =
                    (pixels[3 * i] & 255) << 16
                            | (pixels[3 * i + 1] & 255) << 8
                            | pixels[3 * i + 2] & 255;
            buffered.setRGB(i % image.width(), i / image.width(), rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(buffered, format, out)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SceneConfig scenes(SceneConfig.Start start) {
        return new SceneConfig(
                1,
                start,
                64,
                new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));
    }

    static DirectorySource.Subject subject(SourceSpec.Directory spec, ImageLimits limits) {
        return subject(spec, feed(spec, 1, 1, 0), limits);
    }

    static DirectorySource.Subject subject(
            SourceSpec.Directory spec, FeedConfig feed, ImageLimits limits) {
        return new DirectorySource.Subject(
                spec, feed, limits, scenes(SceneConfig.Start.FIRST).degradation());
    }

    static FeedConfig feed(SourceSpec source, int patch, int patchesPerImage, long limit) {
        return new FeedConfig(source, patch, patchesPerImage, 0, limit);
    }
}
