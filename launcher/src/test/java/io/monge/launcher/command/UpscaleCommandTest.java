package io.monge.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.monge.imaging.DeepImage;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.Picture;
import io.monge.imaging.RgbImage;
import io.monge.launcher.Monge;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a map that has learnt nothing yet: it starts at bicubic interpolation. */
class UpscaleCommandTest {

    private static final Edsr MAP = new Edsr(4, 1, 8, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);
    private static final Path GOLDEN =
            Path.of(System.getProperty("monge.root", ".."), "imaging", "target", "golden");

    /**
     * Mean error in steps of 8 bits: enlarged four times and reduced again, a smooth picture is
     * itself, but for what palettes of two levels and borders lose.
     */
    private static final double SMOOTHED = 6;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ImageCodec codec =
            new ImageCodec(new ImageLimits(1 << 24, 1 << 22, ImageFormat.ALL));

    @TempDir private Path folder;
    private Path model;

    @BeforeEach
    void publish() throws IOException {
        ModelSnapshot snapshot = new ModelSnapshot(MAP, 0, MAP.initialWeights(1));
        model = Files.write(folder.resolve("map.safetensors"), SnapshotCodec.encode(snapshot));
    }

    @Test
    void goldenFilesOfEveryFormatComeBackAsTheyAre() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden files: the tests of imaging write them");
        Path given = GOLDEN.resolve("given");
        Path out = folder.resolve("out");

        assertThat(upscale(given, out, "--scale=1", "--quality=100", "--keep-exif")).isZero();

        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.list(given)) {
            for (Path file : files.sorted().toList()) {
                compare(file, out, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void compare(Path given, Path out, List<String> wrong) throws IOException {
        String name = given.getFileName().toString().replaceFirst("\\.\\w+$", "");
        Path written =
                Stream.of(".png", ".jpeg", ".webp")
                        .map(end -> out.resolve(name + end))
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(out);
        Picture before = codec.picture(given);
        Picture after = codec.picture(written);
        RgbImage expected = codec.decode(GOLDEN.resolve("expected").resolve(name + ".png"));
        double error = meanError(after.overWhite(), expected);
        if (error > SMOOTHED
                || before.traits().grey() != after.traits().grey()
                || before.alpha().isPresent() != after.alpha().isPresent()
                || before.pixels().depth() != after.pixels().depth()
                || !before.traits().profile().equals(after.traits().profile())) {
            wrong.add("%s: mean error %.2f, %s -> %s".formatted(name, error, before, after));
        }
    }

    private static double meanError(RgbImage one, RgbImage other) {
        assertThat(one.width()).isEqualTo(other.width());
        assertThat(one.height()).isEqualTo(other.height());
        double sum = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            sum += Math.abs((one.pixels()[i] & 0xFF) - (other.pixels()[i] & 0xFF));
        }
        return sum / one.pixels().length;
    }

    @Test
    void sixteenBitsAreNotRoundedToEightOnTheWay() throws IOException {
        short[] ramp = new short[3 * 32 * 8];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (short) (20_000 + 3 * (i / 3 % 32)); // all within one step of 8 bits
        }
        Path in = folder.resolve("in.png");
        Picture picture = Picture.of(new DeepImage(32, 8, ramp));
        Files.write(in, codec.encode(picture, ImageEncoding.of(ImageFormat.PNG, 100)));

        assertThat(upscale(in, folder.resolve("out.png"))).isZero();

        DeepImage large = (DeepImage) codec.picture(folder.resolve("out.png")).pixels();
        assertThat(large.width()).isEqualTo(128);
        int levels = 0;
        for (int x = 1; x < 128; x++) {
            levels +=
                    large.samples()[3 * (16 * 128 + x)] != large.samples()[3 * (16 * 128 + x - 1)]
                            ? 1
                            : 0;
        }
        assertThat(levels).as("different values along the ramp").isGreaterThan(64);
    }

    @Test
    void anyScaleUpToTheMapsIsMade() throws IOException {
        Path in = image("in.png", 30, 20);

        assertThat(upscale(in, folder.resolve("double.webp"), "--scale", "2")).isZero();
        assertThat(upscale(in, folder.resolve("half.jpg"), "--scale", "1.5")).isZero();
        assertThat(upscale(in, folder.resolve("much.png"), "--scale", "5")).isEqualTo(2);

        assertThat(codec.header(Files.readAllBytes(folder.resolve("double.webp"))).width())
                .isEqualTo(60);
        assertThat(codec.header(Files.readAllBytes(folder.resolve("half.jpg"))).height())
                .isEqualTo(30);
        assertThat(folder.resolve("much.png")).doesNotExist();
    }

    @Test
    void whatIsDoneOfAFolderIsSkippedAndSaidSo() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        image("in/a.png", 8, 8);
        Path out = folder.resolve("out");
        Path made = out.resolve("a.png");
        assertThat(upscale(in, out)).isZero();
        byte[] first = Files.readAllBytes(made);
        Files.write(made, new byte[1]); // newer than its source

        assertThat(upscale(in, out)).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("a.png is done already");
        assertThat(Files.size(made)).isEqualTo(1);

        assertThat(upscale(in, out, "--overwrite")).isZero();
        assertThat(Files.readAllBytes(made)).isEqualTo(first);
    }

    @Test
    void anImageThatIsNamedIsAlwaysMade() throws IOException {
        Path small = image("small.png", 8, 8);
        Path out = Files.createFile(folder.resolve("out.png")); // newer, and empty
        assertThat(upscale(small, out)).isZero();
        assertThat(codec.picture(out).width()).isEqualTo(32);

        Path other = image("other.png", 9, 8);
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        assertThat(upscale(other, out)).isZero();
        assertThat(codec.picture(out).width()).isEqualTo(36);
    }

    @Test
    void aNameWithASlashBehindIsAFolder() throws IOException {
        String out = folder.resolve("made") + "/";
        for (String name : List.of("one.png", "two.png")) {
            Path in = image(name, 8, 8);
            assertThat(upscale(in.toString(), out)).isZero();
        }
        assertThat(folder.resolve("made/one.png")).isRegularFile();
        assertThat(folder.resolve("made/two.png")).isRegularFile();
    }

    /** In a process of its own, as {@code kill -9} ends it: nothing can tidy up. */
    @Test
    void whatIsKilledLeavesNoHalfImageUnderItsName() throws Exception {
        Path in = image("in.png", 400, 3000);
        Path out = folder.resolve("out.png");
        Path partial = folder.resolve(".out.png.part");
        Process process = process(in, out, "--tile", "16"); // many tiles: half a minute
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.exists(partial) && Files.size(partial) > 0);
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(process.exitValue()).as("killed").isNotZero();
        assertThat(out).doesNotExist();
        assertThat(new UpscaleJobs.Job(in, out, true).isDone()).isFalse();
        assertThat(upscale(image("in.png", 8, 8), out)).isZero();
        assertThat(codec.picture(out).width()).isEqualTo(32);
        assertThat(partial).doesNotExist();
    }

    private Process process(Path in, Path out, String... options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Monge.class.getName()));
        words.addAll(List.of("upscale", in.toString(), "-o", out.toString()));
        words.addAll(List.of("--model", model.toString()));
        words.addAll(List.of(options));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    @Test
    void aBadImageLeavesNoFileAndTheOthersAreMade() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        Files.write(in.resolve("bad.png"), new byte[100]);
        Files.move(image("good.png", 9, 9), in.resolve("good.png"));

        assertThat(upscale(in, folder.resolve("out"))).isEqualTo(1);

        try (Stream<Path> out = Files.list(folder.resolve("out"))) {
            assertThat(out)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("good.png");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("1 of 2 images could not be upscaled");
    }

    @Test
    void aResultThatItsFormatCannotHoldDoesNotCostTheOthers() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.move(image("wide.png", 5000, 2), in.resolve("a.webp")); // at most 16,383 px wide
        Files.move(image("small.png", 8, 8), in.resolve("b.png"));
        Path out = folder.resolve("out");

        assertThat(upscale(in, out, "--scale", "3.9")).isEqualTo(1);

        assertThat(out.resolve("a.webp")).doesNotExist();
        assertThat(codec.picture(out.resolve("b.png")).width()).isEqualTo(31);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("WebP holds at most", "1 of 2 images could not be upscaled");
    }

    @Test
    void wrongOptionsAreWrongUsage() throws IOException {
        Path in = image("in.png", 8, 8);

        assertThat(upscale(in, folder.resolve("out.png"), "--device", "tpu")).isEqualTo(2);
        assertThat(upscale(in, folder.resolve("out.png"), "--quality", "0")).isEqualTo(2);
        assertThat(upscale(in, folder.resolve("out.png"), "--tile", "0")).isEqualTo(2);
        assertThat(upscale(in, folder.resolve("out.tiff"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("as .png, .jpg or .webp");
    }

    private Path image(String name, int width, int height) throws IOException {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 251);
        }
        RgbImage image = new RgbImage(width, height, pixels);
        return Files.write(folder.resolve(name), codec.encodePng(image));
    }

    private int upscale(Path in, Path out, String... options) {
        return upscale(in.toString(), out.toString(), options);
    }

    private int upscale(String in, String out, String... options) {
        List<String> words = new ArrayList<>(List.of("upscale", in, "-o", out));
        words.addAll(List.of("--model", model.toString()));
        words.addAll(List.of(options));
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words.toArray(String[]::new));
    }
}
