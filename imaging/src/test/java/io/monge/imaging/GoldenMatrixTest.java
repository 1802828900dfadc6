package io.monge.imaging;

import static io.monge.imaging.ImageFormat.JPEG;
import static io.monge.imaging.ImageFormat.PNG;
import static io.monge.imaging.ImageFormat.WEBP;
import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.golden.Golden;
import io.monge.imaging.golden.GoldenFiles;
import io.monge.imaging.golden.Scene;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format, mode, depth, orientation and profile, read and written back. What is expected
 * follows from how the files are defined, not from any decoder.
 */
class GoldenMatrixTest {

    /** Rounding to 8 bits, and once more by the colour management's tables. */
    private static final double EIGHT_BITS = 1.01;

    /** In steps of 8 bits: the colour management's curves are tables of 16 bits. */
    private static final double SIXTEEN_BITS = 0.12;

    /**
     * The JDK's sRGB profile has primaries rounded to four digits, and sRGB is steep near black: up
     * to a step and a half where a colour is at the edge of sRGB.
     */
    private static final double PRIMARIES = 1.5;

    /** How much the conversion from the wide space spreads an error of the file's samples. */
    private static final double SPREAD = 3;

    private final ImageCodec codec =
            new ImageCodec(new ImageLimits(1 << 20, 1 << 16, ImageFormat.ALL));

    static List<Golden> files() throws IOException {
        return GoldenFiles.all();
    }

    /** For the tests of the server and of the command line: files, and what is seen of each. */
    @BeforeAll
    static void someAreLeftForTheOtherModules() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "golden"));
        Path expected = Files.createDirectories(folder.resolve("expected"));
        Path given = Files.createDirectories(folder.resolve("given"));
        ImageCodec codec = new ImageCodec(new ImageLimits(1 << 20, 1 << 16));
        for (Golden golden : GoldenFiles.few()) {
            String format = golden.kind().format();
            Files.write(given.resolve(golden.name() + "." + format), golden.file());
            Files.write(
                    expected.resolve(golden.name() + ".png"), codec.encodePng(overWhite(golden)));
        }
    }

    private static RgbImage overWhite(Golden golden) {
        byte[] pixels = new byte[3 * Scene.WIDTH * Scene.HEIGHT];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % Scene.WIDTH;
            int y = i / 3 / Scene.WIDTH;
            double seen = golden.premultiplied(x, y)[i % 3] + 1 - golden.alpha(x, y);
            pixels[i] = (byte) Math.round(255 * Math.min(1, seen));
        }
        return new RgbImage(Scene.WIDTH, Scene.HEIGHT, pixels);
    }

    @ParameterizedTest
    @MethodSource("files")
    void itsMeaningIsReadAndItsSamplesComeBack(Golden golden) throws IOException {
        Picture picture = codec.picture(golden.file());

        assertThat(List.of(picture.width(), picture.height()))
                .containsExactly(Scene.WIDTH, Scene.HEIGHT);
        assertThat(picture.traits().grey()).isEqualTo(golden.mode().channels() == 1);
        assertThat(picture.alpha().isPresent()).isEqualTo(golden.mode().alpha());
        assertThat(picture.pixels().depth()).isEqualTo(depth(golden));
        assertThat(picture.traits().profile().map(ColourProfile::icc).orElse(new byte[0]))
                .isEqualTo(golden.hasProfile() ? golden.icc() : new byte[0]);
        assertMeaning(picture, golden);
        assertSamples(codec.encode(picture, png()), golden);
    }

    @Test
    void whatTheCameraWroteGoesAlongUprightOnRequestAlone() throws IOException {
        int photographs = 0;
        for (Golden golden : GoldenFiles.few()) {
            Picture picture = codec.picture(golden.file());
            if (picture.traits().exif().isPresent()) {
                photographs++;
                for (ImageFormat format : List.of(PNG, JPEG, WEBP)) {
                    ImageEncoding plain = ImageEncoding.of(format, 90);
                    byte[] kept = codec.encode(picture, plain.keepingExif());
                    ExifBlock exif = codec.picture(kept).traits().exif().orElseThrow();
                    assertThat(exif.orientation()).isEqualTo(Orientation.UPRIGHT);
                    assertThat(new String(exif.upright(1, 1), StandardCharsets.ISO_8859_1))
                            .contains("Golden Camera Works");
                    assertThat(codec.picture(codec.encode(picture, plain)).traits().exif())
                            .isEmpty();
                }
            }
        }
        assertThat(photographs).as("files with EXIF").isGreaterThan(3);
    }

    private static ImageEncoding png() {
        return ImageEncoding.of(ImageFormat.PNG, 100).keepingExif();
    }

    private static int depth(Golden golden) {
        return golden.mode().levels() > 255 ? 16 : 8;
    }

    private static void assertMeaning(Picture picture, Golden golden) {
        double worst = 0;
        int[] row = new int[3 * Scene.WIDTH];
        for (int y = 0; y < Scene.HEIGHT; y++) {
            picture.pixels().row(y, row);
            for (int x = 0; x < Scene.WIDTH; x++) {
                double[] expected = golden.premultiplied(x, y);
                for (int c = 0; c < 3; c++) {
                    worst = Math.max(worst, Math.abs(row[3 * x + c] / 257.0 - 255 * expected[c]));
                }
                int alpha = picture.alpha().isPresent() ? picture.alpha().get().at(x, y) : 65_535;
                worst = Math.max(worst, Math.abs(alpha / 257.0 - 255 * golden.alpha(x, y)));
            }
        }
        double precision = depth(golden) == 16 ? SIXTEEN_BITS : EIGHT_BITS;
        double allowed = precision + golden.tolerance();
        assertThat(worst)
                .as("worst sample")
                .isLessThan(golden.hasProfile() ? PRIMARIES + SPREAD * allowed : allowed);
    }

    /** The written PNG, as the JDK reads it, holds what the file held. */
    private static void assertSamples(byte[] png, Golden golden) throws IOException {
        BufferedImage written = ImageIO.read(new ByteArrayInputStream(png));
        Raster raster = written.getRaster();
        assertThat(raster.getNumBands())
                .isEqualTo(golden.mode().channels() + (golden.mode().alpha() ? 1 : 0));
        double top = depth(golden) == 16 ? 65_535 : 255;
        double worst = 0;
        for (int y = 0; y < Scene.HEIGHT; y++) {
            for (int x = 0; x < Scene.WIDTH; x++) {
                double[] expected = golden.returned(x, y);
                double alpha = golden.alpha(x, y);
                for (int c = 0; c < expected.length; c++) {
                    // What is hardly visible was rounded when it was multiplied by alpha.
                    double visible = c < golden.mode().channels() ? alpha : 1;
                    double error = raster.getSample(x, y, c) / top - expected[c];
                    worst = Math.max(worst, 255 * visible * Math.abs(error));
                }
            }
        }
        double precision = depth(golden) == 16 ? SIXTEEN_BITS : 2 * EIGHT_BITS;
        double allowed = precision + golden.tolerance();
        assertThat(worst)
                .as("worst sample written")
                .isLessThan(golden.hasProfile() ? PRIMARIES + allowed : allowed);
    }
}
