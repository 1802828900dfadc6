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
        /** A person, for the version served before. */
        ROLLBACK
    }
}
