package io.monge.metrics.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which alarms fire: every rule for every source of its metric. Told of windows and of the time, it
 * answers with what has changed. Not thread-safe.
 */
final class AlarmBook {
    /** A bound is broken by what is measured now: an old window says nothing of now. */
    private static final Duration CURRENT = Duration.ofMinutes(2);

    private final List<AlarmRule> rules;
    private final Map<Key, Standing> standings = new HashMap<>();
    private Instant began = Instant.MIN;

    AlarmBook(List<AlarmRule> rules) {
        this.rules = rules;
    }

    /** One rule for one source. */
    record Key(String rule, String source) {
        /** As on the topic. */
        String text() {
            return rule + "@" + source;
        }
    }

    /**
     * What has changed.
     *
     * @param value that decided; empty if none came
     * @param since when the state began
     */
    record Event(
            AlarmRule rule, String source, boolean firing, OptionalDouble value, Instant since) {
        Key key() {
            return new Key(rule.name(), source);
        }
    }

    /**
     * What the topic says of an earlier run: an alarm that fired goes on firing until its windows
     * say otherwise, or none come.
     */
    void recall(Key key, boolean firing, Instant since) {
        rules.stream()
                .filter(rule -> rule.name().equals(key.rule()))
                .map(rule -> standing(rule, key.source()))
                .forEach(
                        standing -> {
                            standing.firing = firing;
                            standing.since = since;
                            standing.seen = since;
                        });
    }

    /**
     * From now on windows come as they are made: that none came before is no silence, for nobody
     * made them while nobody watched.
     */
    void begin(Instant now) {
        began = now;
    }

    /**
     * A window, new or changed.
     *
     * @param end of the window; older ones than the newest are passed over
     * @param now when it came
     */
    void window(String metric, String source, double mean, Instant end, Instant now) {
        for (AlarmRule rule : rules) {
            if (!rule.metric().equals(metric)) {
                continue;
            }
            Standing standing = standing(rule, source);
            if (standing.end.isAfter(end)) {
                continue;
            }
            standing.end = end;
            Instant measured = end.isBefore(now) ? end : now; // the topic also tells of yesterday
            standing.seen = measured;
            standing.value = OptionalDouble.of(mean);
            boolean broken = rule.brokenBy(mean);
            if (broken != standing.broken) {
                standing.broken = broken;
                standing.changed = measured;
            }
        }
    }

    /** What fires or no longer fires by now. */
    List<Event> at(Instant now) {
        List<Event> events = new ArrayList<>();
        standings.forEach(
                (key, standing) -> {
                    boolean fires = standing.fires(began, now);
                    if (fires != standing.firing) {
                        standing.firing = fires;
                        standing.since = now;
                        events.add(standing.event(key.source()));
                    }
                });
        return events;
    }

    private Standing standing(AlarmRule rule, String source) {
        return standings.computeIfAbsent(new Key(rule.name(), source), key -> new Standing(rule));
    }

    /** How one rule stands for one source. */
    private static final class Standing {
        private final AlarmRule rule;
        private OptionalDouble value = OptionalDouble.empty();
        private Instant end = Instant.MIN;
        private Instant seen = Instant.MIN;
        private Instant changed = Instant.MIN;
        private Instant since = Instant.MIN;
        private boolean broken;
        private boolean firing;

        private Standing(AlarmRule rule) {
            this.rule = rule;
        }

        private boolean fires(Instant began, Instant now) {
            if (rule.when() == AlarmRule.When.SILENT) {
                Instant heard = firing || seen.isAfter(began) ? seen : began;
                return heard.plus(rule.lasting()).isBefore(now);
            }
            return broken
                    && seen.plus(CURRENT).isAfter(now)
                    && !changed.plus(rule.lasting()).isAfter(seen);
        }

        private Event event(String source) {
            return new Event(rule, source, firing, value, since);
        }
    }
}
