package io.monge.serving.upscale;

import java.time.Duration;

/**
 * The request cannot be taken now; nothing was done for it. HTTP answers 429 or 503 with
 * Retry-After, the Kafka path waits.
 */
public final class UnavailableException extends RuntimeException {

    /** What is missing. */
    public enum Reason {
        NO_MODEL,
        QUEUE_FULL,
        STOPPING
    }

    private static final long serialVersionUID = 1L;
    private static final Duration FIRST_MODEL = Duration.ofSeconds(5);
    private static final Duration RESTART = Duration.ofSeconds(10);

    private final Reason reason;
    private final Duration retryAfter;

    private UnavailableException(Reason reason, Duration retryAfter, String message) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public static UnavailableException noModel() {
        return new UnavailableException(
                Reason.NO_MODEL,
                FIRST_MODEL,
                "No model is served yet: the trainer has not published its first snapshot");
    }

    /**
     * @param retryAfter when there will probably be room
     */
    public static UnavailableException queueFull(Duration retryAfter) {
        return new UnavailableException(
                Reason.QUEUE_FULL, retryAfter, "The queue of images to upscale is full");
    }

    public static UnavailableException stopping() {
        return new UnavailableException(Reason.STOPPING, RESTART, "The server is stopping");
    }

    public Reason reason() {
        return reason;
    }

    /** When asking again makes sense, at least one second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
