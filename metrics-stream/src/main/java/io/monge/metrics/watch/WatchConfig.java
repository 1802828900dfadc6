package io.monge.metrics.watch;

import java.time.Duration;
import java.util.List;

/**
 * What is watched. As YAML:
 *
 * <pre>{@code
 * watch:
 *   drift: { every: 10s, patches: 256, recent: 3, warmUp: 18, memory: 360 }
 *   alarms:
 *     - { name: lr-drift, metric: stream.drift.lr, when: above, bound: 6, lasting: 10s, says: "..." }
 *     - { name: stalled, metric: trainer.step.seconds, when: silent, bound: 0, lasting: 2m, says: "..." }
 * }</pre>
 *
 * @param drift how the streams are compared with their past
 * @param alarms rules; their names are unique
 */
public record WatchConfig(DriftConfig drift, List<AlarmRule> alarms) {

    public WatchConfig {
        alarms = List.copyOf(alarms);
        long names = alarms.stream().map(AlarmRule::name).distinct().count();
        if (names < alarms.size()) {
            throw new IllegalArgumentException("two alarms have the same name");
        }
    }

    /**
     * How a stream is compared with its past. A look is the mean appearance of the patches that
     * have come since the one before.
     *
     * @param every from one look to the next
     * @param patches newest of a stream that a look takes in, at most
     * @param recent looks whose mean is compared with the past
     * @param warmUp looks of the past that must be there first
     * @param memory looks after which the past weighs a third
     */
    public record DriftConfig(Duration every, int patches, int recent, int warmUp, int memory) {

        public DriftConfig {
            if (every.toMillis() < 1000) {
                throw new IllegalArgumentException("every is " + every + ", must be at least 1 s");
            }
            require("patches", patches, 16);
            require("recent", recent, 1);
            require("warmUp", warmUp, 3);
            require("memory", memory, warmUp);
        }

        private static void require(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        "%s is %d, must be at least %d".formatted(name, value, least));
            }
        }
    }
}
