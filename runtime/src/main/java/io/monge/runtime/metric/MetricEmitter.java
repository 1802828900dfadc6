package io.monge.runtime.metric;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Where measured values go. Every method may be called from any thread, never blocks and never
 * throws.
 */
public interface MetricEmitter {

    void emit(Measurement measurement);

    /** Emits a value that belongs to neither an iteration nor a model, measured now. */
    default void emit(Metric metric, double value) {
        emit(
                new Measurement(
                        metric, value, OptionalLong.empty(), OptionalLong.empty(), Instant.now()));
    }

    /** Emits a value of the training, measured now. */
    default void emitAt(long iteration, Metric metric, double value) {
        emit(
                new Measurement(
                        metric,
                        value,
                        OptionalLong.of(iteration),
                        OptionalLong.empty(),
                        Instant.now()));
    }

    /** Emits a value of serving a certain model, measured now. */
    default void emitFor(long modelVersion, Metric metric, double value) {
        emit(
                new Measurement(
                        metric,
                        value,
                        OptionalLong.empty(),
                        OptionalLong.of(modelVersion),
                        Instant.now()));
    }

    /** An emitter for those who do not want the numbers. */
    static MetricEmitter discarding() {
        return measurement -> {};
    }
}
