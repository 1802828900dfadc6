package io.monge.launcher.bench.topic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's own ProducerPerformance in a process of its own, with the settings of our producers. */
final class ProducerCeiling {
    private static final String TOOL = "org.apache.kafka.tools.ProducerPerformance";
    private static final Pattern RATE = Pattern.compile("([\\d.]+) records/sec");

    private final String bootstrap;
    private final String topic;

    ProducerCeiling(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    /**
     * @throws IllegalStateException with the tool's last words if it gives no rate
     */
    double recordsPerSecond(int recordBytes, int records) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command(recordBytes, records)).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        }
        process.waitFor();
        double rate = Double.NaN;
        for (String line : lines) { // the last is of the whole run
            Matcher matcher = RATE.matcher(line);
            if (matcher.find()) {
                rate = Double.parseDouble(matcher.group(1));
            }
        }
        if (Double.isNaN(rate)) {
            String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
            throw new IllegalStateException("ProducerPerformance gave no rate; it said: " + last);
        }
        return rate;
    }

    private List<String> command(int recordBytes, int records) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TOOL,
                "--topic",
                topic,
                "--num-records",
                Integer.toString(records),
                "--record-size",
                Integer.toString(recordBytes),
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=" + bootstrap,
                "acks=all",
                "enable.idempotence=true",
                "linger.ms=5",
                "batch.size=" + (128 << 10),
                "max.request.size=" + (2 << 20));
    }
}
