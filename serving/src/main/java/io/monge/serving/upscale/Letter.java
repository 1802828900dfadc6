package io.monge.serving.upscale;

import io.monge.http.trace.Trace;
import reactor.core.publisher.Mono;

/** A request that came through Kafka, and the way to answer it. */
public interface Letter {

    /** Chosen by the sender; goes back with the answer. */
    String requestId();

    /**
     * Encoded, in a format that the server reads.
     *
     * @throws io.monge.imaging.MalformedImageException if it did not come as a whole
     */
    byte[] image();

    /** The trace that its sender has begun, or one of its own. */
    default Trace trace() {
        return Trace.none();
    }

    /** Writes the answer and the fact that the request was read, both or neither. */
    Mono<Void> answer(Reply reply);

    /** False once another server has taken over the partition and will answer this letter. */
    boolean isCurrent();

    /** What is answered: a failure is an answer too. */
    sealed interface Reply {

        /**
         * @param image as PNG
         */
        record Success(UpscaleAnswer image) implements Reply {}

        /**
         * @param message for people
         */
        record Failure(Reason reason, String message) implements Reply {}
    }

    /** Why there is no image. */
    enum Reason {
        MALFORMED_IMAGE,
        TOO_LARGE,
        UNAVAILABLE
    }
}
