package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.monge.imaging.RgbImage;
import io.monge.launcher.Monge;
import io.monge.launcher.demo.Foundations;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client programs of docs/examples do what docs/guide-upscale.md says, run as it says. */
class DocumentedClientsTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("monge.root"), "docs", "examples");

    /** A map is all that is wanted: the processor is for the clients. */
    private static final List<String> SOON_DONE_TRAINING =
            List.of(
                    "--ingest.lr.limit=200",
                    "--ingest.hr.limit=200",
                    "--trainer.reservoir.maxReuse=1",
                    "--trainer.reservoir.whenDry=wait");

    @TempDir private static Path directory;
    private static RunningSystem running;

    private Path image;
    private Path large;

    @BeforeAll
    static void start() {
        running = new RunningSystem(directory, Foundations::embedded, SOON_DONE_TRAINING);
        running.awaitServed(1);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void anImage() throws IOException {
        image = Files.write(directory.resolve("small.png"), RunningSystem.grey(37, 23));
        large = directory.resolve("large.png");
        Files.deleteIfExists(large);
    }

    @Test
    void curlUpscales() throws Exception {
        assumeProgram("curl");

        run(EXAMPLES.resolve("upscale.sh"), image, large, running.address());

        assertIsFourTimesAsLarge();
    }

    @Test
    void pythonUpscales() throws Exception {
        assumeProgram("python3");

        String said =
                run("python3", EXAMPLES.resolve("upscale.py"), image, large, running.address());

        assertIsFourTimesAsLarge();
        assertThat(said).contains("large.png").contains("by version");
    }

    @Test
    void javaUpscalesOverHttp() throws Exception {
        run(java(), EXAMPLES.resolve("UpscaleHttp.java"), image, large, running.address());

        assertIsFourTimesAsLarge();
    }

    @Test
    void javaUpscalesOverKafka() throws Exception {
        String bootstrap = running.kafka().settings().bootstrap();
        try (RegistryOverHttp registry = new RegistryOverHttp(running.kafka().registry())) {
            String said =
                    run(
                            java(),
                            "-XX:TieredStopAtLevel=1", // a short life
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EXAMPLES.resolve("UpscaleKafka.java"),
                            image,
                            large,
                            bootstrap,
                            registry.url());

            assertThat(said).contains("148 x 92 px by version");
        }
        assertIsFourTimesAsLarge();
    }

    @Test
    void theCommandsOfModelsTellAndChangeWhatIsServed() throws Exception {
        Path file = directory.resolve("map.safetensors");
        try (RegistryOverHttp registry = new RegistryOverHttp(running.kafka().registry())) {
            String served = models(registry, "list").replaceAll("(?s).*\\* +(\\d+).*", "$1");
            assertThat(models(registry, "show", served))
                    .containsPattern("version +" + served)
                    .containsPattern("promoted +.* by gate")
                    .containsPattern("LR patches read +up to offset");
            assertThat(models(registry, "export", served, "-o", file.toString()))
                    .contains("written");
            assertThat(models(registry, "import", file.toString(), "--as", "5000"))
                    .contains("version 5000 imported");
            assertThat(models(registry, "promote", "5000")).contains("version 5000 promoted");
            running.awaitServed(5000);
            assertThat(models(registry, "rollback")).containsPattern("rolled back to version \\d+");
        }

        JsonNode promotions = running.json("/api/v1/models").get("promotions");
        assertThat(promotions.findValuesAsText("version")).contains("5000");
        assertThat(promotions.findValuesAsText("promotedBy")).contains("OPERATOR");
    }

    private static String models(RegistryOverHttp registry, String... words) {
        List<String> command = new ArrayList<>(List.of("models"));
        command.addAll(List.of(words));
        command.add("--preset=demo");
        command.add("--bootstrap=" + running.kafka().settings().bootstrap());
        command.add("--registry=" + registry.url());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Monge.run(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        command.toArray(String[]::new));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNoImageIsRefusedWithTheServersSentence() throws Exception {
        assumeProgram("python3");
        Path text = Files.writeString(directory.resolve("text.png"), "no image at all");

        Process process =
                start("python3", EXAMPLES.resolve("upscale.py"), text, large, running.address());

        assertThat(new String(process.getInputStream().readAllBytes())).contains("format");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(large).doesNotExist();
    }

    private void assertIsFourTimesAsLarge() throws IOException {
        RgbImage upscaled = RunningSystem.CODEC.decode(Files.readAllBytes(large));
        assertThat(List.of(upscaled.width(), upscaled.height())).containsExactly(148, 92);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String run(Object... command) throws IOException, InterruptedException {
        Process process = start(command);
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Process start(Object... command) throws IOException {
        List<String> words = Stream.of(command).map(Object::toString).toList();
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static void assumeProgram(String name) {
        boolean found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        assumeTrue(found, name + " is not installed here");
    }
}
