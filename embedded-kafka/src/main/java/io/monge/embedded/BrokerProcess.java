package io.monge.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One node in a process of its own. It tells on its output when it accepts clients, and ends when
 * its input does: with the process that started it, however that one ends.
 */
final class BrokerProcess {

    private static final String READY = "ready";
    private static final String HEAP = "-Xmx256m";

    private BrokerProcess() {}

    /**
     * Starts the process and returns at once.
     *
     * @param directory of the node
     * @param node from 1
     * @param log where its complaints go
     */
    static Process start(Path directory, int node, ClusterPlan plan, Path log) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1", // up in half the time, and short-lived
                                "-Dlogback.configurationFile=io/monge/embedded/broker-logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrokerProcess.class.getName(),
                                directory.toString(),
                                Integer.toString(node)));
        command.addAll(plan.words());
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("a broker's process cannot be started", e);
        }
    }

    /**
     * Waits until it accepts clients.
     *
     * @throws IllegalStateException if it ends instead
     */
    static void awaitReady(Process process, Path log) {
        try {
            // Left open: closing it would close the pipe the process writes to.
            String line = process.inputReader().readLine();
            while (line != null && !line.equals(READY)) {
                line = process.inputReader().readLine();
            }
            if (line == null) {
                throw new IllegalStateException(
                        "a broker's process has ended instead of starting: " + lastLine(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a broker's process cannot be listened to", e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream starter = System.out;
        System.setOut(System.err); // nobody listens any longer once it is ready
        List<String> words = List.of(arguments);
        ClusterPlan plan = ClusterPlan.of(words.subList(2, words.size()));
        EmbeddedKafka kafka =
                EmbeddedKafka.start(
                        Path.of(arguments[0]), Integer.parseInt(arguments[1]), plan, Map.of());
        starter.println(READY);
        while (System.in.read() >= 0) {
            // Nothing is said; the end is what is waited for.
        }
        kafka.close();
    }
}
