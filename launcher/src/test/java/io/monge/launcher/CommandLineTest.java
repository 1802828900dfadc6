package io.monge.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and sentences that users rely on. */
class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo", "ingest", "train", "serve", "metrics", "upscale", "models", "bench",
                "config"
            })
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: monge " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "demo --version", "models show --version", "bench toy -V"})
    void everyCommandKnowsTheVersion(String command) {
        assertThat(run(command.split(" "))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("monge ").contains("Java");
    }

    @Test
    void theConfigurationIsPrintedWithItsSources() {
        assertThat(run("config", "--trainer.solver.batchSize=8")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern(
                        "trainer\\.solver\\.batchSize +8 +# flag --trainer\\.solver\\.batchSize")
                .containsPattern("serving\\.port +8080 +# defaults");
    }

    @Test
    void theBatchHasAShortKey() {
        assertThat(run("config", "--trainer.batchSize=8")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("trainer\\.solver\\.batchSize +8 +# flag --trainer\\.batchSize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "cpu-small", "aim19-mse", "aim19-vgg", "benchmark"})
    void everyPresetIsAValidConfiguration(String preset) {
        assertThat(run("config", "--preset", preset))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void aMistypedKeyIsOneSentenceAndExitCode2() {
        assertThat(run("config", "--trainer.solver.batchsize=8")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("trainer.solver.batchsize", "batchSize")
                .hasLineCount(1);
    }

    @Test
    void aMistypedKeyIsToldByACommandThatNeedsNoneToo() {
        assertThat(run("bench", "train-step", "--trainer.sede=8")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("trainer.sede", "trainer.seed")
                .hasLineCount(1);
    }

    @Test
    void noBrokerIsOneSentenceAndExitCode1() {
        int code = run("train", "--bootstrap", "127.0.0.1:1", "--kafka.connectTimeout=2s");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("No Kafka broker answered at 127.0.0.1:1");
    }

    @Test
    void aPortIsASourceWithoutFurtherSettings() {
        int code =
                run(
                        "ingest",
                        "--domain=hr",
                        "--http=0",
                        "--bootstrap=127.0.0.1:1",
                        "--kafka.connectTimeout=2s");

        // The configuration was complete: it got as far as the broker.
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("No Kafka broker answered");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void aFolderIsASourceWithoutFurtherSettings(@TempDir Path images) {
        int code =
                run(
                        "ingest",
                        "--domain=lr",
                        "--dir=" + images,
                        "--bootstrap=127.0.0.1:1",
                        "--kafka.connectTimeout=2s");

        // The configuration was complete: it got as far as the broker.
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("No Kafka broker answered");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void wrongUsageIsExitCode2() {
        assertThat(run("ingest", "--domain", "lr")).isEqualTo(2);
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void twoKindsOfPassesAreOneSentenceAndExitCode2() {
        assertThat(run("ingest", "--domain", "lr", "--dir", ".", "--watch", "--loop")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("monge: --watch goes through the images once and on with new ones, ")
                .contains("give one of the two; see 'monge ingest --help'");
    }

    @Test
    void aMistypedOptionIsOneSentenceWithASuggestion() {
        assertThat(run("bench", "toy", "swissroll", "--sedonds=3")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--sedonds", "did you mean --seconds", "monge bench toy --help")
                .hasLineCount(1);
    }

    @Test
    void aMissingModelIsWrongUsage() {
        assertThat(run("upscale", "in.png", "-o", "out.png", "--model", "no-such.safetensors"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("there is no file 'no-such.safetensors'")
                .hasLineCount(1);
    }

    @Test
    void aMissingImageIsNamed(@TempDir Path folder) throws IOException {
        Path model = Files.createFile(folder.resolve("model.safetensors"));

        assertThat(run("upscale", "no-such.png", "-o", "out.png", "--model=" + model)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'no-such.png' does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingest --domain lr --dir no-such",
                "demo --lr no-such --hr no-such",
                "models list --data no-such",
                "models export 5 --data no-such -o no-such/map.safetensors",
                "bench ingest --dir no-such"
            })
    void aFolderThatIsNotThereIsOneSentenceAndExitCode2(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("monge: ")
                .contains("no-such")
                .hasLineCount(1);
    }

    private int run(String... arguments) {
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
