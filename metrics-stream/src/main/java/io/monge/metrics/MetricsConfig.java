package io.monge.metrics;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the metrics application can be told. As YAML:
 *
 * <pre>{@code
 * metrics:
 *   window: 10s            # length of a tumbling window
 *   grace: 5s              # how late a sample may be, against the newest of its partition
 *   updateEvery: 1s        # open windows are published this often, closed ones once more
 *   threads: 1             # stream threads; at most the topic's partitions are of use
 *   stateDirectory: monge-data/streams
 * }</pre>
 *
 * @param window length of a tumbling window
 * @param grace how late a sample may be
 * @param updateEvery how often open windows are published
 * @param threads stream threads
 * @param stateDirectory where Streams keeps its locks and positions; rebuilt from Kafka if lost
 */
public record MetricsConfig(
        Duration window, Duration grace, Duration updateEvery, int threads, Path stateDirectory) {

    public MetricsConfig {
        if (window.toMillis() < 1000) {
            throw new IllegalArgumentException("window is " + window + ", must be at least 1 s");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace is " + grace + ", must not be negative");
        }
        if (updateEvery.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "updateEvery is " + updateEvery + ", must be at least 100 ms");
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", must be between 1 and 64");
        }
    }
}
