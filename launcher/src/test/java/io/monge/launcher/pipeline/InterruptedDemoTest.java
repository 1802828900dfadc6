package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.launcher.Monge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is ended as its own words say: by a signal. */
class InterruptedDemoTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir private Path directory;

    @Test
    void aDemoThatIsInterruptedStillSumsUpAndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path output = directory.resolve("out");
        Path errors = directory.resolve("err");
        Process process =
                new ProcessBuilder(command(temporary))
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(errors).contains("Ctrl+C ends it"));
            assertThat(kept(temporary)).as("while it runs").isNotEmpty();

            process.toHandle()
                    .destroy(); // SIGTERM, after which the JVM does what it does on Ctrl+C

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
            assertThat(Files.readString(output)).startsWith("{\"iterations\":").endsWith("}\n");
            assertThat(kept(temporary)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> kept(Path temporary) throws Exception {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("monge-demo-"))
                    .toList();
        }
    }

    private static List<String> command(Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Monge.class.getName(), "demo", "--json"));
        command.addAll(RunningSystem.SMALL);
        return command;
    }
}
