package io.monge.http.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The trace of one request. Thread-safe. */
public final class Trace {

    /** Name under which log lines carry the id. */
    public static final String LOG_FIELD = "trace_id";

    private static final Trace NONE = new Trace(Span.getInvalid());

    private final Span span;

    Trace(Span span) {
        this.span = span;
    }

    /** Of work that nobody asked for by a traced request. */
    public static Trace none() {
        return NONE;
    }

    /** 32 hexadecimal digits. */
    public String id() {
        return span.getSpanContext().getTraceId();
    }

    /** {@code traceparent}, and {@code tracestate} if there is one; what follows belongs to it. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.root().with(span), headers, Trace::put);
        return headers;
    }

    /** What the request has turned out to be, such as its route. */
    public void isOf(String what) {
        span.updateName(what);
    }

    /** What is logged in there carries the id. */
    public void logging(Runnable lines) {
        MDC.put(LOG_FIELD, id());
        try {
            lines.run();
        } finally {
            MDC.remove(LOG_FIELD);
        }
    }

    /** The answer has been given. */
    public void end() {
        span.end();
    }

    /** The answer is that it failed. */
    public void failed(String why) {
        span.setStatus(StatusCode.ERROR, why);
    }

    private static void put(@Nullable Map<String, String> headers, String name, String text) {
        if (headers != null) {
            headers.put(name, text);
        }
    }
}
