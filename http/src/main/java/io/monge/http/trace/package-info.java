/**
 * W3C Trace Context: which trace a request belongs to, in its answer and in the lines logged for
 * it.
 *
 * <p>Only OpenTelemetry's API is used. Without an agent or SDK in the process nothing is recorded
 * or exported; the context goes through all the same. Start with {@code Traces}.
 */
@NullMarked
package io.monge.http.trace;

import org.jspecify.annotations.NullMarked;
