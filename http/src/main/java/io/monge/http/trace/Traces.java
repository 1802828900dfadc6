package io.monge.http.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Begins the server's part of a request's trace. Thread-safe. */
public final class Traces {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;

    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.monge");
    }

    /** With what an agent has installed in this process, if there is one. */
    public static Traces ofTheProcess() {
        return new Traces(GlobalOpenTelemetry.get());
    }

    /**
     * The trace that the headers name, or a new one if they name none or spell it wrong. The caller
     * ends it.
     *
     * @param headers value by name, {@code traceparent} and {@code tracestate}
     */
    public Trace begin(String what, SpanKind kind, Function<String, Optional<String>> headers) {
        Context asked = W3C.extract(Context.root(), headers, new Getter());
        Span span = tracer.spanBuilder(what).setSpanKind(kind).setParent(asked).startSpan();
        return new Trace(span.getSpanContext().isValid() ? span : Span.wrap(newRoot()));
    }

    /** Nobody records it, which its flags say; but the lines of one request can be found by it. */
    private static SpanContext newRoot() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return SpanContext.create(
                TraceId.fromLongs(random.nextLong(), random.nextLong() | 1),
                SpanId.fromLong(random.nextLong() | 1),
                TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    private static final class Getter implements TextMapGetter<Function<String, Optional<String>>> {
        @Override
        public @Nullable String get(
                @Nullable Function<String, Optional<String>> headers, String name) {
            return headers == null ? null : headers.apply(name).orElse(null);
        }
    }
}
