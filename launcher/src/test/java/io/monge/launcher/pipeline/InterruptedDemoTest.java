package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.launcher.Monge;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    void aDemoIsReadyAndInterruptedStillSumsUpAndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path output = directory.resolve("out");
        Path errors = directory.resolve("err");
        int health = freePort();
        Process process =
                new ProcessBuilder(command(temporary, health))
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(errors).contains("Ctrl+C ends it"));
            await().atMost(PATIENCE).until(() -> readiness(health) == 200);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** As a container's health check asks. */
    private static int readiness(int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/readyz");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<Path> kept(Path temporary) throws Exception {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("monge-demo-"))
                    .toList();
        }
    }

    private static List<String> command(Path temporary, int health) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Monge.class.getName(), "demo", "--json"));
        command.add("--health.port=" + health);
        command.addAll(RunningSystem.SMALL);
        return command;
    }
}
