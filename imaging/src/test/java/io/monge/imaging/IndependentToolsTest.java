package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.monge.imaging.golden.Golden;
import io.monge.imaging.golden.GoldenFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that know nothing of ours see in our files what we mean. Skipped where not installed.
 */
class IndependentToolsTest {

    private static final int SECONDS = 60;

    /** Mean, in steps of 8 bits: JPEG rounds in another colour space. */
    private static final double LOSSY = 4;

    private static final List<ImageFormat> WRITTEN =
            List.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP);

    private final ImageCodec codec =
            new ImageCodec(new ImageLimits(1 << 20, 1 << 16, ImageFormat.ALL));

    @TempDir private Path folder;

    @Test
    void imageMagickSeesTheSamePictureInWhatIsWritten() throws Exception {
        String convert = tool("ImageMagick", "/usr/bin/convert", "magick", "convert").orElse("");
        assumeTrue(!convert.isEmpty(), "ImageMagick is not installed");
        List<String> wrong = new ArrayList<>();
        int number = 0;
        for (Golden golden : GoldenFiles.few()) {
            Picture picture = codec.picture(golden.file());
            if (picture.traits().profile().isEmpty()) {
                ImageFormat format = WRITTEN.get(number % WRITTEN.size());
                compare(golden.name(), picture, format, convert, wrong);
                number++;
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void compare(
            String name, Picture picture, ImageFormat format, String convert, List<String> wrong)
            throws Exception {
        Path written = folder.resolve(name + "." + ending(format));
        Files.write(written, codec.encode(picture, ImageEncoding.of(format, 100).lossless()));
        Path pixels = folder.resolve("pixels.rgb");
        run(
                convert,
                written.toString(),
                "-background",
                "white",
                "-alpha",
                "remove",
                "-depth",
                "8",
                "rgb:" + pixels);
        byte[] seen = Files.readAllBytes(pixels);
        byte[] meant = picture.overWhite().pixels();
        double sum = seen.length == meant.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(seen.length, meant.length); i++) {
            sum += Math.abs((seen[i] & 0xFF) - (meant[i] & 0xFF));
        }
        if (sum / meant.length > (format == ImageFormat.JPEG ? LOSSY : 1)) {
            wrong.add("%s as %s: mean error %.2f".formatted(name, format, sum / meant.length));
        }
    }

    @Test
    void imageMagicksFilesAreReadAsItMeansThem() throws Exception {
        String convert = tool("ImageMagick", "/usr/bin/convert", "magick", "convert").orElse("");
        assumeTrue(!convert.isEmpty(), "ImageMagick is not installed");
        String gradient = "gradient:#2060c0-#e0a020";
        for (List<String> variant :
                List.of(
                        List.of("plain.png", "-depth", "16"),
                        List.of("interlaced.png", "-interlace", "PNG"),
                        List.of("progressive.jpg", "-interlace", "JPEG", "-quality", "98"),
                        List.of("quarter.jpg", "-sampling-factor", "4:2:0", "-quality", "98"),
                        List.of("lzw.tif", "-compress", "LZW"),
                        List.of("jpeg.tif", "-compress", "JPEG", "-quality", "98"),
                        List.of("planes.tif", "-interlace", "plane", "-depth", "16"),
                        List.of("pack.tif", "-compress", "RLE"),
                        List.of("old.bmp3", "-depth", "8"),
                        List.of("few.gif", "-colors", "200"),
                        List.of("lossless.webp", "-define", "webp:lossless=true"))) {
            Path file = folder.resolve(variant.get(0).replace("bmp3", "bmp"));
            List<String> words = new ArrayList<>(List.of(convert, "-size", "40x30", gradient));
            words.addAll(variant.subList(1, variant.size()));
            words.add(variant.get(0).endsWith("bmp3") ? "bmp3:" + file : file.toString());
            run(words.toArray(String[]::new));
            Path pixels = folder.resolve("pixels.rgb");
            run(convert, file.toString(), "-depth", "8", "rgb:" + pixels);

            byte[] read = codec.decode(file).pixels();
            byte[] meant = Files.readAllBytes(pixels);
            assertThat(mean(read, meant)).as(file.toString()).isLessThan(1);
        }
    }

    private static double mean(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return sum / one.length;
    }

    @Test
    void cmykAndItsInverseKindAreReadInColour() throws Exception {
        String convert = tool("ImageMagick", "/usr/bin/convert", "magick", "convert").orElse("");
        assumeTrue(!convert.isEmpty(), "ImageMagick is not installed");
        Path file = folder.resolve("cmyk.jpg");
        run(
                convert,
                "-size",
                "32x32",
                "xc:#e02020",
                "-colorspace",
                "CMYK",
                "-quality",
                "95",
                file.toString());

        RgbImage read = codec.decode(file);

        // Without a profile the shade is open, the hue is not.
        assertThat(read.channel(16, 16, 0)).isGreaterThan(150);
        assertThat(read.channel(16, 16, 1)).isLessThan(110);
        assertThat(read.channel(16, 16, 2)).isLessThan(110);
    }

    @Test
    void exiftoolFindsTheCameraAndAnUprightPicture() throws Exception {
        String exiftool = tool("", "exiftool").orElse("");
        assumeTrue(!exiftool.isEmpty(), "exiftool is not installed");
        List<String> words =
                new ArrayList<>(List.of(exiftool, "-n", "-q", "-p", "$Make|$Orientation"));
        for (Golden golden : GoldenFiles.all()) {
            if (golden.orientation() == 6 && golden.hasProfile()) {
                for (ImageFormat format : WRITTEN) {
                    Path file = folder.resolve(golden.name() + "." + ending(format));
                    ImageEncoding encoding = ImageEncoding.of(format, 90).keepingExif();
                    Files.write(file, codec.encode(codec.picture(golden.file()), encoding));
                    words.add(file.toString());
                }
            }
        }

        List<String> tags = run(words.toArray(String[]::new)).lines().toList();

        assertThat(tags).hasSize(words.size() - 5).containsOnly("Golden Camera Works|1");
    }

    private static String ending(ImageFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** The first of these programs that runs and says its name. */
    private Optional<String> tool(String says, String... names) throws InterruptedException {
        for (String name : names) {
            try {
                String version = run(name, name.contains("exiftool") ? "-ver" : "-version");
                if (version.contains(says)) {
                    return Optional.of(name);
                }
            } catch (IOException | AssertionError missing) {
                // the next one
            }
        }
        return Optional.empty();
    }

    private String run(String... words) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(words[0] + " ends").isTrue();
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
