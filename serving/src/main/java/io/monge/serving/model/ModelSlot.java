package io.monge.serving.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The map being served. Requests take a {@link Lease} for as long as they work; a swap gives new
 * leases the new map at once, and the old map closes when its last lease ends. Thread-safe and
 * without locks: a request never waits for a swap, nor a swap for a request.
 */
public final class ModelSlot implements AutoCloseable {

    private final AtomicReference<Optional<Held>> held = new AtomicReference<>(Optional.empty());

    /** The right to use the current map, until the lease is closed; empty before the first swap. */
    public Optional<Lease> lease() {
        while (true) {
            Optional<Held> current = held.get();
            if (current.isEmpty() || current.get().retain()) {
                return current.map(Lease::new);
            }
            // The map was swapped out between the two lines and has closed: take its successor.
        }
    }

    /** What is being served; empty before the first swap. */
    public Optional<ServedModel> current() {
        return held.get().map(Held::model);
    }

    /** Serves this map from now on. The slot closes it when it is replaced and no longer leased. */
    public void swap(ServedModel model, LoadedMap map) {
        held.getAndSet(Optional.of(new Held(model, map))).ifPresent(Held::release);
    }

    /** Serves nothing any more; the map closes when its last lease ends. */
    @Override
    public void close() {
        held.getAndSet(Optional.empty()).ifPresent(Held::release);
    }

    /** The right to use one map; close it as soon as the answer is computed. */
    public static final class Lease implements AutoCloseable {
        private final Held held;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Lease(Held held) {
            this.held = held;
        }

        public ServedModel model() {
            return held.model;
        }

        public LoadedMap map() {
            return held.map;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                held.release();
            }
        }
    }

    /** A map and the number of those who hold it: the slot itself and every lease. */
    private static final class Held {
        private final ServedModel model;
        private final LoadedMap map;
        private final AtomicInteger holders = new AtomicInteger(1);

        Held(ServedModel model, LoadedMap map) {
            this.model = model;
            this.map = map;
        }

        ServedModel model() {
            return model;
        }

        boolean retain() {
            return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
        }

        void release() {
            if (holders.decrementAndGet() == 0) {
                map.close();
            }
        }
    }
}
