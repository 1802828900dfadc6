package io.monge.trainer;

import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.Score;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The signals of one snapshot, as far as they are known.
 *
 * @param values in each signal's unit
 */
record Scores(Map<Signal, Double> values) {

    static final Scores NONE = new Scores(Map.of());

    Scores {
        values = Map.copyOf(values);
    }

    /** From a manifest or a promotion; names this build does not know are passed over. */
    static Scores of(List<Score> scores) {
        Map<Signal, Double> values = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            scores.stream()
                    .filter(score -> score.metric().equals(signal.score()))
                    .findFirst()
                    .ifPresent(score -> values.put(signal, score.value()));
        }
        return new Scores(values);
    }

    /** What is known of either. */
    Scores and(Scores others) {
        Map<Signal, Double> both = new EnumMap<>(Signal.class);
        both.putAll(values);
        both.putAll(others.values);
        return new Scores(both);
    }

    /** For a manifest, in the order of the signals. */
    List<Score> list() {
        return Arrays.stream(Signal.values())
                .filter(values::containsKey)
                .map(signal -> new Score(signal.score(), values.get(signal)))
                .toList();
    }

    /** For the dashboard. */
    void emit(long version, MetricEmitter metrics) {
        values.forEach((signal, value) -> metrics.emitAt(version, signal.metric(), value));
    }

    /** How bad a signal is: 0 is perfect. Nothing if it is not known or says nothing of the map. */
    OptionalDouble badness(Signal signal) {
        Double value = values.get(signal);
        Double target = values.get(Signal.PALETTE_CONTRAST_HR);
        if (value == null) {
            return OptionalDouble.empty();
        }
        return switch (signal.better()) {
            case LOWER -> OptionalDouble.of(value);
            case DECIBELS -> OptionalDouble.of(Math.pow(10, -value / 20));
            case NEARER_TO_1 -> OptionalDouble.of(1 - value);
            case NEARER_TO_HR ->
                    target == null || !(target > 0)
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(Math.abs(value - target) / target);
            case GIVEN -> OptionalDouble.empty();
        };
    }
}
