package io.monge.launcher.bench.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.launcher.Monge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user calls it, on a pair whose true map is x ↦ (2 x₁, x₂ / 2) + (1, -1). */
class PairsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;
    private Path pair;

    @BeforeEach
    void writeThePair() throws IOException {
        pair = folder.resolve("pair.npz");
        SplittableRandom random = new SplittableRandom(1);
        float[] train = gaussian(random, 2_000);
        float[] test = gaussian(random, 500);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(pair))) {
            put(zip, "x_train", train);
            put(zip, "y_unpaired", pushed(gaussian(random, 2_000)));
            put(zip, "x_test", test);
            put(zip, "y_test", pushed(test));
        }
    }

    @Test
    void aFitIsWrittenAsTableAndJson() throws IOException {
        Path json = folder.resolve("out.json");

        int code =
                run(
                        "--file",
                        pair.toString(),
                        "--solver",
                        "ots",
                        "--iterations",
                        "40",
                        "--json",
                        json.toString());

        assertThat(code).as(err()).isZero();
        JsonNode numbers = new ObjectMapper().readTree(json.toFile());
        assertThat(numbers.get("dim").asInt()).isEqualTo(2);
        assertThat(numbers.get("solver").asText()).isEqualTo("ots");
        assertThat(numbers.get("iterations").asLong()).isEqualTo(40);
        assertThat(numbers.get("seconds").asDouble()).isPositive();
        // The true map is linear, so the frame alone nearly is it.
        assertThat(numbers.get("uvp").asDouble()).isLessThan(3);
        assertThat(numbers.get("cosine").asDouble()).isGreaterThan(0.98);
        // moments of 2,000 draws on either side: a percent or so
        assertThat(numbers.get("uvpLinear").asDouble()).isLessThan(3);
        assertThat(numbers.get("uvpIdentity").asDouble()).isGreaterThan(30);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("identity", "constant", "linear", "ots", "L2-UVP");
    }

    @Test
    void trainingsShareTheRunAndAreTold() throws IOException {
        Path json = folder.resolve("out.json");

        int code =
                run(
                        "--file",
                        pair.toString(),
                        "--solver",
                        "ots",
                        "--trainings",
                        "3",
                        "--threads",
                        "2",
                        "--iterations",
                        "90",
                        "--json",
                        json.toString());

        assertThat(code).as(err()).isZero();
        JsonNode numbers = new ObjectMapper().readTree(json.toFile());
        assertThat(numbers.get("trainings").asInt()).isEqualTo(3);
        assertThat(numbers.get("iterations").asLong()).isEqualTo(90);
        assertThat(numbers.get("uvp").asDouble()).isLessThan(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("3 trainings, 90 iterations");
        assertThat(run("--file", pair.toString(), "--solver", "ots", "--trainings", "0"))
                .isEqualTo(2);
        assertThat(err()).contains("'0' is no whole number of at least 1");
    }

    @Test
    void everySolverRunsInBothDirections() {
        for (String solver : new String[] {"ots-reversed", "wasserstein2", "regularized-ipm-gan"}) {
            int code =
                    run(
                            "--file",
                            pair.toString(),
                            "--solver",
                            solver,
                            "--iterations",
                            "2",
                            "--direction",
                            "inverse");
            assertThat(code).as(err()).isZero();
        }
        int code =
                run(
                        "--file",
                        pair.toString(),
                        "--solver",
                        "ots",
                        "--variant",
                        "textbook",
                        "--iterations",
                        "2");
        assertThat(code).as(err()).isZero();
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        assertThat(run("--file", "no-such.npz", "--solver", "ots")).isEqualTo(2);
        assertThat(err()).contains("there is no file 'no-such.npz'").hasLineCount(1);
    }

    @Test
    void aFileThatIsNoArchiveIsOneSentence() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "not a pair");

        assertThat(run("--file", text.toString(), "--solver", "ots")).isEqualTo(1);
        assertThat(err()).contains("is no .npz archive").hasLineCount(1);
    }

    @Test
    void aFileCutShortIsOneSentence() throws IOException {
        byte[] bytes = Files.readAllBytes(pair);
        Path half = folder.resolve("half.npz");
        Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(run("--file", half.toString(), "--solver", "ots")).isEqualTo(1);
        assertThat(err()).contains("half.npz").hasLineCount(1);
    }

    @Test
    void numbersThatAreNotFiniteAreNamed() throws IOException {
        Path broken = folder.resolve("nan.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(broken))) {
            put(zip, "x_train", new float[] {1, 2, 3, Float.NaN});
            put(zip, "y_unpaired", new float[] {1, 2});
            put(zip, "x_test", new float[] {1, 2});
            put(zip, "y_test", new float[] {1, 2});
        }

        assertThat(run("--file", broken.toString(), "--solver", "ots")).isEqualTo(1);
        assertThat(err()).contains("row 1 of x_train holds NaN").hasLineCount(1);
    }

    @Test
    void optionsThatMakeNoSenseAreWrongUsage() {
        String file = pair.toString();

        assertThat(run("--file", file, "--solver", "sinkhorn")).isEqualTo(2);
        assertThat(run("--file", file, "--solver", "ots", "--lambda", "3")).isEqualTo(2);
        assertThat(run("--file", file, "--solver", "ots", "--seconds", "0")).isEqualTo(2);
        assertThat(run("--file", file, "--solver", "ots", "--threads", "0")).isEqualTo(2);
        assertThat(run("--file", file, "--solver", "regularized-ipm-gan", "--lambda", "-1"))
                .isEqualTo(2);
        assertThat(run("--solver", "ots")).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    private int run(String... options) {
        out.reset();
        err.reset();
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = "pairs";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static float[] gaussian(SplittableRandom random, int rows) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] pushed(float[] rows) {
        float[] images = new float[rows.length];
        for (int i = 0; i < rows.length; i += 2) {
            images[i] = 2 * rows[i] + 1;
            images[i + 1] = rows[i + 1] / 2 - 1;
        }
        return images;
    }

    /** A (n, 2) float32 array as numpy writes it. */
    private static void put(ZipOutputStream zip, String name, float[] values) throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 2), }"
                        .formatted(values.length / 2);
        header += " ".repeat(117 - header.length()) + "\n";
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        zip.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        zip.write(bytes.array());
        zip.closeEntry();
    }
}
