package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.scene.ScenePainter;
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

/** {@code monge demo --lr DIR --hr DIR}: a user's own two folders, from files to a summary. */
class FolderDemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void twoFoldersAreTrainedOnAndCounted(@TempDir Path work) throws IOException {
        String lr = images(work.resolve("lr"), 64, 1);
        String hr = images(work.resolve("hr"), 128, 100);

        int code =
                run(
                        "demo",
                        "--lr=" + lr,
                        "--hr=" + hr,
                        "--data=" + work.resolve("data"),
                        "--port=0",
                        "--for=20s",
                        "--json",
                        "--trainer.compute.threads=1");

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode summary = new ObjectMapper().readTree(out.toByteArray());
        assertThat(summary.get("lrPatches").asLong()).isPositive();
        assertThat(summary.get("hrPatches").asLong()).isPositive();
        assertThat(summary.get("iterations").asLong()).isPositive();
    }

    private static String images(Path folder, int size, long firstSeed) throws IOException {
        Files.createDirectories(folder);
        ImageCodec codec = RunningSystem.CODEC;
        ScenePainter painter = new ScenePainter(size);
        for (int i = 0; i < 4; i++) {
            byte[] png = codec.encodePng(painter.paint(firstSeed + i));
            Files.write(folder.resolve("image" + i + ".png"), png);
        }
        return folder.toString();
    }

    private int run(String... arguments) {
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
