package io.monge.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the metrics application can be told. As YAML:
 *
 * <pre>{@code
 * metrics:
 *   windows: [10s, 1m, 1h] # lengths of the tumbling windows, each a multiple of the one before
 *   grace: 5s              # how late a sample may be, against the newest of its partition
 *   updateEvery: 1s        # open windows are published this often, longer ones less, all once more when closed
 *   threads: 1             # stream threads; at most the topic's partitions are of use
 *   standbys: 0            # other instances that keep a copy of the open windows, to take over at once
 *   stateDirectory: monge-data/streams
 * }</pre>
 *
 * @param windows lengths of the tumbling windows, shortest first
 * @param grace how late a sample may be
 * @param updateEvery how often open windows are published
 * @param threads stream threads
 * @param standbys copies of the open windows in other instances
 * @param stateDirectory of Streams; stays empty, for open windows are kept in memory and on Kafka
 */
public record MetricsConfig(
        List<Duration> windows,
        Duration grace,
        Duration updateEvery,
        int threads,
        int standbys,
        Path stateDirectory) {

    public MetricsConfig {
        windows = new Windowing(windows, grace).lengths(); // checks both
        if (updateEvery.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "updateEvery is " + updateEvery + ", must be at least 100 ms");
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", must be between 1 and 64");
        }
        if (standbys < 0 || standbys > 8) {
            throw new IllegalArgumentException(
                    "standbys is " + standbys + ", must be between 0 and 8");
        }
    }

    /** How samples fall into windows. */
    public Windowing windowing() {
        return new Windowing(windows, grace);
    }
}
