package io.monge.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.launcher.Monge;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.SafeTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches of speed on the smallest networks: every field of their JSON is written. */
class SpeedBenchesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @Test
    void aForwardPassIsTimed() throws IOException {
        JsonNode json = json("forward --size 8 --passes 1");

        assertThat(json.get("medianMillis").asDouble()).isPositive();
        assertThat(json.get("precision").asText()).isEqualTo("float32");
        assertThat(json.get("threads").asInt()).isEqualTo(1);
        assertThat(json.get("size").asInt()).isEqualTo(8);
        assertThat(text(out)).contains("blocks=1", "8 px, x4, float32, 1 threads");
    }

    @Test
    void theWholePipelineIsTimedBesideTheForwardPass() throws IOException {
        JsonNode json = json("serve --size 8 --clients 2 --seconds 1");

        for (String field :
                List.of(
                        "forwardMillis",
                        "pipelineMillis",
                        "requestsPerSecond",
                        "requestsPerSecondSingle",
                        "p50Millis",
                        "p99Millis")) {
            assertThat(json.get(field).asDouble()).as(field).isPositive();
        }
        assertThat(json.get("overhead").isNumber()).isTrue();
    }

    @Test
    void anIterationIsTimedWithItsParts() throws IOException {
        JsonNode json = json("train-step --patch 32 --batch 1 --map-updates 2 --iterations 1");

        assertThat(json.get("medianMillis").asDouble()).isPositive();
        assertThat(json.get("iterations").asInt()).isEqualTo(1);
        assertThat(json.get("blocks").asInt()).isEqualTo(1);
        assertThat(json.get("features").asInt()).isEqualTo(4);
        assertThat(json.get("patch").asInt()).isEqualTo(32);
        assertThat(json.get("batch").asInt()).isEqualTo(1);
        assertThat(json.get("mapUpdates").asInt()).isEqualTo(2);
        assertThat(json.get("precision").asText()).isEqualTo("float32");
        assertThat(json.get("partSeconds")).isNotEmpty();
    }

    @Test
    void aTraceHasAllThatRepeatsATraining() throws IOException {
        Path file = folder.resolve("trace.safetensors");

        run("train-step --patch 32 --batch 2 --map-updates 3 --iterations 4 --trace " + file);

        Map<String, HostTensor> trace = SafeTensors.read(file).tensors();
        assertThat(trace.get("losses").shape()).containsExactly(4, 3);
        assertThat(trace.get("lr.draws").shape()).containsExactly(4 * (1 + 3) * 2);
        assertThat(trace.get("hr.draws").shape()).containsExactly(4 * 2);
        assertThat(trace.get("lr").shape()).containsExactly(256, 8, 8, 3);
        assertThat(trace).containsKeys("map.head.0.weight", "potential.fc.bias");
    }

    @Test
    void topicsAreComparedWithMemory() throws IOException {
        Path file = folder.resolve("numbers.json");

        command(
                "stream --iterations 3 --warm-up 2 --rounds 1 --patches 512 --trainer.solver.map.blocks=1"
                        + " --trainer.solver.map.features=4 --json "
                        + file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        for (String time : List.of("wall", "trainingThreadCpu", "processCpu")) {
            assertThat(json.get(time).get("memoryMillis").asDouble()).isPositive();
            assertThat(json.get(time).get("streamMillis").asDouble()).isPositive();
        }
        assertThat(text(out)).contains("3 iterations of each side in 1 rounds");
    }

    private JsonNode json(String bench) throws IOException {
        Path file = folder.resolve("numbers.json");
        run(bench + " --json " + file);
        return new ObjectMapper().readTree(file.toFile());
    }

    private void run(String bench) {
        command(bench + " --blocks 1 --features 4 --threads 1");
    }

    private void command(String bench) {
        int code =
                Monge.run(
                        Map.of("NO_COLOR", "1"),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        ("bench " + bench).split(" "));
        assertThat(code).as(text(err)).isZero();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
