package io.monge.serving.wire;

import io.monge.runtime.kafka.Change;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaFollower;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.MetricWindow;
import io.monge.serving.dashboard.Window;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;

/** The topic of metric windows. */
public final class WindowTopic {

    private final KafkaFollower<MetricWindow> windows;

    public WindowTopic(KafkaConnection kafka, DeadLetters deadLetters) {
        this.windows = kafka.follower(kafka.topics().metricsWindows(), deadLetters);
    }

    /** The windows that are kept, then those that come; no heartbeats. */
    public Flux<Window> windows() {
        return windows.changes()
                .ofType(Change.Updated.class)
                .map(WindowTopic::value)
                .filter(window -> !window.getMetric().equals(Metric.RUNTIME_HEARTBEAT.id()))
                .map(WindowTopic::window);
    }

    private static MetricWindow value(Change.Updated<?> updated) {
        return (MetricWindow) updated.record().value();
    }

    private static Window window(MetricWindow window) {
        Long version = window.getModelVersion();
        return new Window(
                window.getMetric(),
                window.getSource(),
                window.getUnit(),
                version == null ? OptionalLong.empty() : OptionalLong.of(version),
                window.getStart(),
                window.getEnd(),
                window.getCount(),
                window.getMean(),
                window.getStddev(),
                window.getMin(),
                window.getMax(),
                window.getP50(),
                window.getP95(),
                window.getP99(),
                window.getLast(),
                window.getClosed());
    }
}
