package io.monge.http;

import java.time.Duration;
import java.util.Map;

/**
 * A problem document (RFC 9457).
 *
 * @param name of the problem type, for programs: {@code type} becomes {@code
 *     urn:monge:problem:name}
 * @param title the same for every occurrence
 * @param detail what happened this time and what to do about it
 * @param headers of the answer that go with it, such as Retry-After
 */
public record Problem(
        int status, String name, String title, String detail, Map<String, String> headers) {

    public static Problem of(int status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, Map.of());
    }

    /**
     * One that goes away by itself: the answer says when asking again makes sense.
     *
     * @param detail what happened, without a full stop
     * @param retryAfter taken as a second if it is shorter
     */
    public static Problem passing(
            int status, String name, String title, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.toSeconds());
        return new Problem(
                status,
                name,
                title,
                detail + ". Repeat the request in about " + seconds + " s.",
                Map.of("Retry-After", String.valueOf(seconds)));
    }

    /** As in the document. */
    public String type() {
        return "urn:monge:problem:" + name;
    }
}
