package io.monge.serving.dashboard;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * An alarm as it stands.
 *
 * @param alarm name of its rule
 * @param metric that the rule watches
 * @param source who measured
 * @param firing or over
 * @param text what it means, a sentence
 * @param value that decided, if there was one
 * @param since when this state began
 */
public record AlarmNote(
        String alarm,
        String metric,
        String source,
        boolean firing,
        String text,
        OptionalDouble value,
        Instant since) {}
