package io.monge.serving.http;

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
record Problem(int status, String name, String title, String detail, Map<String, String> headers) {

    static Problem of(int status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, Map.of());
    }

    String type() {
        return "urn:monge:problem:" + name;
    }
}
