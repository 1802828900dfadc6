package io.monge.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A client's own numbers, shown until they are closed; of a new topic within ten seconds. */
final class ClientMeters implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(ClientMeters::daemon);
    private final KafkaClientMetrics shown;

    /** Looks at a client for its numbers, so often, on that thread. */
    @FunctionalInterface
    interface Binder {
        KafkaClientMetrics of(ScheduledExecutorService thread, Duration every);
    }

    ClientMeters(MeterRegistry meters, Binder binder) {
        shown = binder.of(looks, LOOK);
        shown.bindTo(meters);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        shown.close();
    }

    private static Thread daemon(Runnable look) {
        Thread thread = new Thread(look, "kafka-meters");
        thread.setDaemon(true);
        return thread;
    }
}
