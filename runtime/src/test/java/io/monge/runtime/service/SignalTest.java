package io.monge.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals end a process, so this one is a child. */
@Timeout(60)
class SignalTest {

    private static final int SIGTERM_EXIT = 128 + 15;

    @Test
    void aTerminatedProcessClosesItsServicesBeforeItEnds()
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.equals("started")) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo("started");

            child.toHandle().destroy(); // SIGTERM; Process.destroy would close its output

            assertThat(output.lines()).contains("closed");
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(SIGTERM_EXIT);
        } finally {
            child.destroyForcibly();
        }
    }

    /** The process that gets the signal. */
    static final class Child implements Service {

        public static void main(String[] arguments) {
            System.out.println(
                    new ServiceRunner(List.of(new Child()), Duration.ofSeconds(5)).run());
        }

        @Override
        public String name() {
            return "child";
        }

        @Override
        public void start() {
            System.out.println("started");
        }

        @Override
        public Health health() {
            return Health.up();
        }

        @Override
        public void close() {
            System.out.println("closed");
        }
    }
}
