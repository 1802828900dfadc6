package io.monge.serving.model;

import java.time.Instant;

/**
 * The decision to serve a version.
 *
 * @param version version to be served
 * @param reason for a person to read
 */
public record Promotion(String model, long version, By by, String reason, Instant promotedAt) {

    /** Who decided. */
    public enum By {
        /** The trainer's promotion gate. */
        GATE,
        /** A person, for a version of their choice. */
        OPERATOR,
        /**
         * A person, or the gate for a served version that has left its band: an older one again.
         */
        ROLLBACK
    }
}
