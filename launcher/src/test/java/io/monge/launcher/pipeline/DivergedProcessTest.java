package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.launcher.Monge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that cannot but diverge, in a process of its own as a user starts it. */
class DivergedProcessTest {

    /** Three returns to the first checkpoint, a second each; starting takes longer. */
    private static final long PATIENCE_MINUTES = 3;

    @TempDir private Path directory;

    @Test
    void threeDivergencesInARowEndTheProcessWithExit3AndTheReason() throws Exception {
        Path output = directory.resolve("out");
        Path errors = directory.resolve("err");
        Process process =
                new ProcessBuilder(command())
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .as("it ends by itself; so far: %s", text(errors))
                    .isTrue();

            assertThat(process.exitValue()).as(text(errors)).isEqualTo(3);
            assertThat(text(errors).lines())
                    .as("one sentence, as health has it")
                    .filteredOn(line -> line.startsWith("monge: "))
                    .singleElement()
                    .asString()
                    .startsWith("monge: trainer: Training diverged 3 times in a row; the last time")
                    .contains("Iteration ");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Steps so large that no weight stays finite. */
    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Monge.class.getName(), "demo", "--data", directory.toString()));
        command.addAll(RunningSystem.SMALL);
        command.add("--trainer.solver.mapOptimizer.learningRate.initial=1e30");
        command.add("--trainer.solver.potentialOptimizer.learningRate.initial=1e30");
        return command;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }
}
