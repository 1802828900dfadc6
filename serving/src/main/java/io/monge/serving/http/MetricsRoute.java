package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.Exchange;
import io.monge.http.RefusedException;
import io.monge.runtime.metric.Metric;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.ServerStatus;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.ServedModel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The dashboard's numbers: windows and states as JSON, and as server-sent events. */
final class MetricsRoute {

    private static final Duration MODEL_LOOK = Duration.ofMillis(500);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final MetricBoard board;
    private final WindowHistory history;
    private final StatusBoard statuses;
    private final AlarmBoard alarms;
    private final ModelSlot slot;

    MetricsRoute(
            MetricBoard board,
            WindowHistory history,
            StatusBoard statuses,
            AlarmBoard alarms,
            ModelSlot slot) {
        this.board = board;
        this.history = history;
        this.statuses = statuses;
        this.alarms = alarms;
        this.slot = slot;
    }

    /**
     * {@code GET /api/v1/metrics}: the latest window of every metric, or the {@code recent} ones;
     * with {@code metric}, {@code from}, {@code to} or {@code step} those of one metric over a
     * time.
     */
    Publisher<Void> windows(Exchange exchange) {
        if (HistoryQuery.isAsked(exchange)) {
            return exchange.sendJson(200, past(HistoryQuery.of(exchange, history, Instant.now())));
        }
        int most = exchange.query("recent").map(MetricsRoute::count).orElse(1);
        return exchange.sendJson(200, JsonViews.windows(board.recent(most)));
    }

    private ObjectNode past(HistoryQuery query) {
        ObjectNode node = JsonViews.object();
        node.put("metric", query.metric());
        node.put("from", query.from().toString());
        node.put("to", query.to().toString());
        node.put("stepSeconds", query.step().toMillis() / 1e3);
        ArrayNode windows = node.putArray("windows");
        history.between(query.metric(), query.step(), query.from(), query.to())
                .forEach(window -> windows.add(JsonViews.past(window)));
        return node;
    }

    /** {@code GET /api/v1/metrics/catalogue}: every signal with its unit and what it means. */
    Publisher<Void> catalogue(Exchange exchange) {
        ObjectNode node = JsonViews.object();
        ArrayNode metrics = node.putArray("metrics");
        for (Metric metric : Metric.values()) {
            metrics.add(JsonViews.metric(metric));
        }
        return exchange.sendJson(200, node);
    }

    /**
     * {@code GET /api/v1/status}: this server now, and every five seconds of the last half hour.
     */
    Publisher<Void> status(Exchange exchange) {
        ObjectNode node = JsonViews.object();
        node.set("now", JsonViews.status(statuses.now()));
        ArrayNode recent = node.putArray("recent");
        statuses.recent().forEach(status -> recent.add(JsonViews.status(status)));
        return exchange.sendJson(200, node);
    }

    /** {@code GET /api/v1/alarms}: the newest state of every alarm that ever fired. */
    Publisher<Void> alarms(Exchange exchange) {
        ObjectNode node = JsonViews.object();
        ArrayNode list = node.putArray("alarms");
        alarms.notes().forEach(note -> list.add(JsonViews.alarm(note)));
        return exchange.sendJson(200, node);
    }

    /**
     * {@code GET /api/v1/metrics/stream}: events {@code window}, {@code status}, {@code model} and
     * {@code alarm}.
     */
    Publisher<Void> stream(Exchange exchange) {
        exchange.response().header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            return exchange.response().sse().send();
        }
        Flux<String> events =
                Flux.merge(
                        board.changes().map(window -> event("window", JsonViews.window(window))),
                        Flux.just(statuses.now()).concatWith(statuses.changes()).map(this::event),
                        models(),
                        alarms.changes().map(note -> event("alarm", JsonViews.alarm(note))),
                        // The interval drops beats that a stalled connection did not ask for.
                        Flux.interval(Duration.ZERO, SIGN_OF_LIFE)
                                .onBackpressureDrop()
                                .map(beat -> ": alive\n\n"));
        return exchange.response()
                .sse()
                .sendString(events.takeUntilOther(exchange.closing()))
                .then();
    }

    private String event(ServerStatus status) {
        return event("status", JsonViews.status(status));
    }

    private Flux<String> models() {
        return Flux.interval(Duration.ZERO, MODEL_LOOK)
                .onBackpressureDrop() // looks, not events: only the newest model matters
                .flatMap(look -> Mono.justOrEmpty(slot.current()))
                .distinctUntilChanged(ServedModel::servedSince)
                .map(model -> event("model", JsonViews.served(model)));
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static int count(String number) {
        if (!number.matches("[1-9]\\d{0,5}")) {
            throw RefusedException.badRequest(
                    "recent is '%s'; it must be a whole number of windows, at least 1."
                            .formatted(number));
        }
        return Integer.parseInt(number);
    }
}
