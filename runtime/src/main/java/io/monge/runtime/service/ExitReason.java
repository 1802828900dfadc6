package io.monge.runtime.service;

import java.util.Optional;

/** Why a {@link ServiceRunner} stopped. */
public sealed interface ExitReason {

    /** Every service had finished its work. */
    record Finished() implements ExitReason {}

    /** The time the caller allowed had passed, or the caller asked for the stop. */
    record Stopped() implements ExitReason {}

    /** The process was told to end by SIGINT or SIGTERM. */
    record Interrupted() implements ExitReason {}

    /**
     * A service could not start or went down.
     *
     * @param service its name
     * @param message one sentence
     * @param cause the exception behind it, if there was one
     */
    record Failed(String service, String message, Optional<Throwable> cause)
            implements ExitReason {}
}
