package io.monge.serving.model;

import io.monge.runtime.metric.Metric;

/** A promoted snapshot that must never be served; the message is a sentence for people. */
final class RefusedSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RefusedSnapshotException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    RefusedSnapshotException(Reason reason, Throwable cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    RefusedSnapshotException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** Each is counted. */
    enum Reason {
        INCOMPLETE(Metric.SERVING_SNAPSHOT_REFUSED_INCOMPLETE),
        ALTERED(Metric.SERVING_SNAPSHOT_REFUSED_ALTERED),
        UNREADABLE(Metric.SERVING_SNAPSHOT_REFUSED_UNREADABLE),
        ARCHITECTURE(Metric.SERVING_SNAPSHOT_REFUSED_ARCHITECTURE),
        SHAPE(Metric.SERVING_SNAPSHOT_REFUSED_SHAPE),
        NOT_FINITE(Metric.SERVING_SNAPSHOT_REFUSED_NONFINITE),
        PARENT(Metric.SERVING_SNAPSHOT_REFUSED_PARENT);

        private final Metric metric;

        Reason(Metric metric) {
            this.metric = metric;
        }

        Metric metric() {
            return metric;
        }
    }
}
