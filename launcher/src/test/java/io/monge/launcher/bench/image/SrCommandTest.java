package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.GaussianBlur;
import io.monge.imaging.scene.ScenePainter;
import io.monge.launcher.Monge;
import io.monge.ot.tensor.SafeTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command on rendered images, with networks so small that an iteration is nothing. */
class SrCommandTest {
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 24, 1 << 20));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @BeforeEach
    void paintFivePairs() throws IOException {
        for (int i = 0; i < 5; i++) {
            RgbImage hr = new ScenePainter(64).paint(i);
            write("pairs/00" + i + "H.PNG", hr);
            write("pairs/00" + i + "L.PNG", new GaussianBlur(1.5).of(hr, i));
            write("hr/" + i + ".png", hr);
        }
    }

    @Test
    void pairsAloneTrainOnHalvesAndScoreTheRestBesideInputAndMask() throws IOException {
        Path json = folder.resolve("out.json");
        Path plot = folder.resolve("out.png");

        int code = sr("--pairs", at("pairs"), "--scale", "1", "--json", json, "--plot", plot);

        assertThat(code).as(errors()).isZero();
        JsonNode numbers = new ObjectMapper().readTree(json.toFile());
        assertThat(numbers.path("bench").asText()).isEqualTo("sr");
        assertThat(numbers.path("lrFiles").asInt()).isEqualTo(2);
        assertThat(numbers.path("hrFiles").asInt()).isEqualTo(2);
        assertThat(numbers.path("scoredFiles").asInt()).isEqualTo(1);
        assertThat(numbers.path("iteration").asInt()).isPositive();
        for (String way : List.of("input", "monge", "hr")) {
            for (String measure : List.of("psnr", "ssim", "paletteContrast", "slicedWasserstein")) {
                assertThat(numbers.path(way).path(measure).isNumber())
                        .as(way + "." + measure)
                        .isTrue();
            }
        }
        assertThat(numbers.at("/bestMask/psnr/value").isNumber()).isTrue();
        assertThat(numbers.has("fid")).isFalse();
        assertThat(text()).contains("input", "best mask", "Monge").doesNotContain("FID");
        // LR, mask, Monge, HR: at scale 1 there is no bicubic.
        assertThat(CODEC.decode(plot).width()).isEqualTo(4 * 64 + 3 * 4);
    }

    @Test
    void foldersThatMakeNoProtocolAreWrongUsage() {
        assertThat(sr("--lr", at("hr"))).isEqualTo(2);
        assertThat(errors()).contains("--pairs alone").hasLineCount(1);
    }

    @Test
    void aFolderThatIsNotThereIsOneSentence() {
        assertThat(sr("--pairs", at("nowhere"))).isEqualTo(2);
        assertThat(errors()).contains("There is no folder", "nowhere").hasLineCount(1);
    }

    @Test
    void aFolderWithoutPairsIsOneSentence() {
        assertThat(sr("--pairs", at("hr"))).isEqualTo(2);
        assertThat(errors()).contains("holds no pairs").hasLineCount(1);
    }

    @Test
    void aFileThatIsNoImageIsNamed() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve("pairs/00" + i + "L.PNG"), "no image");
        }

        assertThat(sr("--pairs", at("pairs"), "--scale", "1")).isEqualTo(1);
        assertThat(errors()).contains("L.PNG' cannot be read").hasLineCount(1);
    }

    @Test
    void pairsOfAnotherScaleAreNamed() {
        assertThat(sr("--pairs", at("pairs"), "--scale", "2")).isEqualTo(1);
        assertThat(errors()).contains("no pair of scale 2").hasLineCount(1);
    }

    @Test
    void aPerceptualCostWithoutWeightsIsWrongUsage() {
        assertThat(sr("--pairs", at("pairs"), "--scale", "1", "--cost", "perceptual")).isEqualTo(2);
        assertThat(errors()).contains("--vgg").hasLineCount(1);
    }

    /** torch.save (torch 2.13) of VGG-16's first two convolutions with two channels each. */
    @Test
    void aPerceptualCostTakesPyTorchsOwnFile() throws IOException {
        Path weights = folder.resolve("vgg16.pth");
        try (InputStream in = SrCommandTest.class.getResourceAsStream("vgg16_two_layers.pth")) {
            Files.copy(in, weights);
        }

        int code =
                sr(
                        "--pairs",
                        at("pairs"),
                        "--scale",
                        "1",
                        "--cost",
                        "perceptual",
                        "--vgg",
                        weights);

        assertThat(code).as(errors()).isZero();
        assertThat(text()).contains("cost perceptual");
    }

    @Test
    void weightsThatAreNotInceptionsAreToldBeforeTheTraining() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Files.write(other, new SafeTensors(Map.of(), Map.of()).toBytes());

        assertThat(sr("--pairs", at("pairs"), "--scale", "1", "--inception", other)).isEqualTo(1);
        assertThat(errors()).contains("Inception weights has no Conv2d_1a_3x3.conv.weight");
    }

    private void write(String name, RgbImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, CODEC.encodePng(image));
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private int sr(Object... arguments) {
        List<String> line = new ArrayList<>(List.of("bench", "sr"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        line.addAll(
                List.of(
                        "--minutes",
                        "0.001",
                        "--threads",
                        "1",
                        "--trainer.solver.map.blocks=1",
                        "--trainer.solver.map.features=4",
                        "--trainer.solver.potential.filters=2",
                        "--trainer.solver.potential.maxFilters=4",
                        "--trainer.solver.batchSize=2"));
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                line.toArray(String[]::new));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
