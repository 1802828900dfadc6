package io.monge.metrics;

import java.time.Duration;
import java.util.List;

/**
 * How samples fall into windows.
 *
 * @param lengths of the tumbling windows, shortest first; each holds the one before a whole number
 *     of times
 * @param grace how late a sample may be, against the newest of its partition
 */
public record Windowing(List<Duration> lengths, Duration grace) {

    public Windowing {
        lengths = List.copyOf(lengths);
        if (lengths.isEmpty() || lengths.get(0).toMillis() < 1000) {
            throw new IllegalArgumentException(
                    "windows are " + lengths + ", must be at least one, of at least 1 s");
        }
        for (int i = 1; i < lengths.size(); i++) {
            long shorter = lengths.get(i - 1).toMillis();
            long longer = lengths.get(i).toMillis();
            if (longer <= shorter || longer % shorter != 0) {
                throw new IllegalArgumentException(
                        "windows are %s, each must be a multiple of the one before, as 10s, 1m, 1h are"
                                .formatted(lengths));
            }
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace is " + grace + ", must not be negative");
        }
    }

    int levels() {
        return lengths.size();
    }

    /** Length of the windows of a level, ms; level 0 has the shortest. */
    long millis(int level) {
        return lengths.get(level).toMillis();
    }

    /** First instant of the window of that level which an instant falls into, epoch ms. */
    long start(int level, long millis) {
        return Math.floorDiv(millis, millis(level)) * millis(level);
    }

    /** Which level has windows of that length; -1 if none has. */
    int level(Duration length) {
        return lengths.indexOf(length);
    }
}
