package io.monge.ingest;

import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was published and refused, and emits how much it was since the last time. Counting is
 * thread-safe.
 */
final class IngestMeter {

    private final MetricEmitter metrics;
    private final RefusedImages refused;
    private final Map<Domain, LongAdder> published = new EnumMap<>(Domain.class);
    private final Map<Domain, Long> emitted = new EnumMap<>(Domain.class); // of the emitting thread
    private long emittedRefused; // of the emitting thread

    IngestMeter(MetricEmitter metrics, RefusedImages refused) {
        this.metrics = metrics;
        this.refused = refused;
        for (Domain domain : Domain.values()) {
            published.put(domain, new LongAdder());
            emitted.put(domain, 0L);
        }
    }

    void published(Domain domain) {
        published.get(domain).increment();
    }

    /** Patches of a domain acknowledged since the start. */
    long total(Domain domain) {
        return published.get(domain).sum();
    }

    /**
     * Emits the counts since the last call, for the given domains; called by one thread at a time.
     */
    void emit(Iterable<Domain> domains) {
        for (Domain domain : domains) {
            long total = total(domain);
            metrics.emit(domain.published(), total - emitted.put(domain, total));
        }
        long total = refused.total();
        metrics.emit(Metric.INGEST_REFUSED, total - emittedRefused);
        emittedRefused = total;
    }
}
