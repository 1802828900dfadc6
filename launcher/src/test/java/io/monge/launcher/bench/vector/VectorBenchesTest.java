package io.monge.launcher.bench.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.launcher.Monge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches of maps between vectors, as users call them; a few passes each. */
class VectorBenchesTest {
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 20, 1 << 20));

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void gaussiansWriteEveryFieldOfTheirJson() throws IOException {
        JsonNode json = json("gaussians", "--dim", "2", "--iterations", "3");

        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "dim",
                        "solver",
                        "uvpForward",
                        "uvpInverse",
                        "cosForward",
                        "seconds",
                        "iterations");
        assertThat(json.get("solver").asText()).isEqualTo("wasserstein2");
        assertThat(json.get("iterations").asLong()).isEqualTo(3);
        assertThat(text(out)).contains("forward", "inverse", "< 1");
    }

    @Test
    void otsIsScoredInBothDirectionsToo() throws IOException {
        JsonNode json = json("gaussians", "--dim", "2", "--solver", "ots", "--iterations", "4");

        assertThat(json.get("solver").asText()).isEqualTo("ots");
        assertThat(json.get("uvpInverse").isNumber()).isTrue();
    }

    @Test
    void aToyHasItsDistanceAndItsPlot() throws IOException {
        Path plot = folder.resolve("toy.png");

        JsonNode json = json("toy", "8gaussians", "--iterations", "2", "--plot", plot.toString());

        assertThat(json.get("toy").asText()).isEqualTo("8gaussians");
        assertThat(json.get("energyDistanceFloor").asDouble()).isBetween(-1e-3, 1e-3);
        assertThat(CODEC.decode(plot).width()).isGreaterThan(1000);
    }

    @Test
    void theBiasIsMeasuredAtEqualMapUpdates() throws IOException {
        Path plot = folder.resolve("bias.png");

        JsonNode json =
                json(
                        "bias",
                        "--dim",
                        "2",
                        "--lambdas",
                        "0,10",
                        "--iterations",
                        "20",
                        "--seconds",
                        "0.01",
                        "--plot",
                        plot.toString());

        assertThat(json.get("ots").get("mapUpdates").asLong()).isEqualTo(20);
        assertThat(json.get("regularizedIpmGan")).hasSize(2);
        assertThat(json.get("regularizedIpmGan").get(1).get("mapUpdates").asLong()).isEqualTo(20);
        assertThat(text(out)).contains("OTS", "IPM GAN, lambda 10", "T(0) = 0.5");
        assertThat(CODEC.decode(plot).height()).isGreaterThan(400);
    }

    @Test
    void aPictureKeepsItsSizeWhenItIsRecoloured() throws IOException {
        Path dark = picture("dark.png", 40, 30, 20);
        Path bright = picture("bright.png", 16, 16, 200);
        Path recoloured = folder.resolve("out.png");

        JsonNode json =
                json(
                        "colour",
                        "--source",
                        dark.toString(),
                        "--target",
                        bright.toString(),
                        "-o",
                        recoloured.toString(),
                        "--iterations",
                        "2");

        RgbImage image = CODEC.decode(recoloured);
        assertThat(image.width()).isEqualTo(40);
        assertThat(image.height()).isEqualTo(30);
        assertThat(json.get("energyDistanceBefore").asDouble()).isPositive();
    }

    private Path picture(String name, int width, int height, int level) throws IOException {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (level + i % 37);
        }
        return Files.write(
                folder.resolve(name), CODEC.encodePng(new RgbImage(width, height, pixels)));
    }

    private JsonNode json(String... arguments) throws IOException {
        Path file = folder.resolve("numbers.json");
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = file.toString();
        all[arguments.length + 2] = "--threads";
        all[arguments.length + 3] = "1";
        assertThat(run(all)).as(text(err)).isZero();
        return new ObjectMapper().readTree(file.toFile());
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
