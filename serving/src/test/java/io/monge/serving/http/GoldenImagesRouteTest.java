package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.Picture;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Downscale;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files of imaging through HTTP, with a map that is bicubic interpolation. */
class GoldenImagesRouteTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("monge.root", ".."), "imaging", "target", "golden");

    /**
     * Mean error in steps of 8 bits: enlarged four times and reduced again, a smooth picture is
     * itself, but for what palettes of two levels and borders lose.
     */
    private static final double SMOOTHED = 6;

    private final TestServer server = new TestServer();
    private final ImageCodec codec = TestServer.codec();

    @BeforeEach
    void serve() {
        server.slot.swap(TestModels.served(30), TestMap.free(0));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/webp"})
    void filesOfEveryFormatAreAnsweredAsTheyAre(String accept) throws Exception {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden files: the tests of imaging write them");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.list(GOLDEN.resolve("given"))) {
            for (Path file : files.sorted().toList()) {
                HttpResponse<byte[]> answer =
                        server.post(
                                "/api/v1/upscale?exact=true&quality=100",
                                Files.readAllBytes(file),
                                "Accept",
                                accept);
                if (file.toString().endsWith(".tiff")) {
                    assertThat(answer.statusCode()).as("TIFF is not enabled").isEqualTo(415);
                } else {
                    compare(file, answer, accept, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Were the orientation not reset, reading would turn the answer once more. */
    @Test
    void whatTheCameraWroteGoesAlongUprightOnRequest() throws Exception {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden files: the tests of imaging write them");
        int photographs = 0;
        try (Stream<Path> files = Files.list(GOLDEN.resolve("given"))) {
            for (Path file : files.filter(it -> !it.toString().endsWith(".tiff")).toList()) {
                Picture given = codec.picture(file);
                HttpResponse<byte[]> answer =
                        server.post("/api/v1/upscale?exif=keep", Files.readAllBytes(file));
                Picture large = codec.picture(answer.body());
                assertThat(large.traits().exif().isPresent())
                        .as(file.toString())
                        .isEqualTo(given.traits().exif().isPresent());
                assertThat(large.width()).isEqualTo(4 * given.width());
                assertThat(large.height()).isEqualTo(4 * given.height());
                photographs += given.traits().exif().isPresent() ? 1 : 0;
            }
        }
        assertThat(photographs).isPositive();
    }

    private void compare(Path file, HttpResponse<byte[]> answer, String accept, List<String> wrong)
            throws Exception {
        assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(accept);
        String name = file.getFileName().toString().replaceFirst("\\.\\w+$", "");
        RgbImage expected = codec.decode(GOLDEN.resolve("expected").resolve(name + ".png"));
        Picture given = codec.picture(file);
        Picture large = codec.picture(answer.body());
        double error =
                meanError(new Downscale(4, Downscale.Window.BOX).of(large.overWhite()), expected);
        boolean png = accept.equals("image/png");
        boolean kept =
                given.alpha().isPresent() == large.alpha().isPresent()
                        && given.pixels().depth() == large.pixels().depth()
                        && given.traits().profile().equals(large.traits().profile());
        assertThat(large.traits().exif()).as(name + ": nobody asked for it").isEmpty();
        if (error > SMOOTHED || png && !kept) {
            wrong.add("%s: mean error %.2f, %s -> %s".formatted(name, error, given, large));
        }
    }

    private static double meanError(RgbImage one, RgbImage other) {
        double sum = 0;
        for (int i = 0; i < other.pixels().length; i++) {
            sum += Math.abs((one.pixels()[i] & 0xFF) - (other.pixels()[i] & 0xFF));
        }
        return sum / other.pixels().length;
    }
}
