package io.monge.runtime.service;

import java.util.Optional;

/**
 * What a service says about itself when asked.
 *
 * @param state what the runner and the readiness page act on
 * @param reason one sentence for a person; empty when all is well
 * @param cause what broke a service that is {@link State#DOWN}, if it was an exception
 */
public record Health(State state, String reason, Optional<Throwable> cause) {

    /** What can be done about it. */
    public enum State {
        /** Does its work. */
        UP,
        /** Does part of its work, or with old data; goes on by itself. */
        DEGRADED,
        /** Has done all its work: an ingest with a limit, say. It is closed, the others go on. */
        FINISHED,
        /** Cannot go on. The runner stops the whole process. */
        DOWN
    }

    private static final Health UP = new Health(State.UP, "", Optional.empty());
    private static final Health FINISHED = new Health(State.FINISHED, "", Optional.empty());

    public static Health up() {
        return UP;
    }

    public static Health degraded(String reason) {
        return new Health(State.DEGRADED, reason, Optional.empty());
    }

    public static Health finished() {
        return FINISHED;
    }

    public static Health down(String reason) {
        return new Health(State.DOWN, reason, Optional.empty());
    }

    public static Health down(Throwable cause) {
        String message = cause.getMessage();
        return new Health(
                State.DOWN, message == null ? cause.toString() : message, Optional.of(cause));
    }

    public boolean is(State expected) {
        return state == expected;
    }
}
