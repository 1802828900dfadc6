package io.monge.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open windows of a task as objects, and their bytes in a store with a changelog. What has
 * changed becomes bytes once per commit, not once per sample.
 *
 * <p>Streams calls {@link #flushCache} as the first step of every commit, of a task that is taken
 * away too: what is written there is in the same transaction as the offsets and the windows. The
 * hook is that of Streams' own caches, {@code CachedStateStore}, which is not public API ({@code
 * StateStore#commit} comes too late, after the transaction): this class is the only one that knows
 * it, and the tests that kill the application would notice if it were no longer called.
 */
final class WindowState implements StateStore, CachedStateStore<Object, Object> {
    static final String NAME = "windows";
    private static final Logger LOG = LoggerFactory.getLogger(WindowState.class);
    private static final String NEWEST = "newest"; // no window's key: those contain '@'
    private static final String LATE = "late";

    private final Windowing windowing;
    private final KeyValueStore<String, byte[]> store;
    private final Set<String> removed = new LinkedHashSet<>();
    private OpenWindows windows;
    private long late;
    private long savedNewest;
    private long savedLate;

    WindowState(Windowing windowing, KeyValueStore<String, byte[]> store) {
        this.windowing = windowing;
        this.store = store;
        this.windows = new OpenWindows(windowing);
    }

    static StoreBuilder<WindowState> builder(Windowing windowing) {
        // A few open windows of some kilobytes each: heap is enough, and the changelog restores it.
        return new WindowStateBuilder(
                windowing,
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(NAME),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()));
    }

    /** Makes objects of what the store holds; to be called when it has been restored. */
    void load() {
        windows = new OpenWindows(windowing);
        removed.clear();
        savedNewest = number(NEWEST, Long.MIN_VALUE);
        savedLate = number(LATE, 0);
        late = savedLate;
        windows.advance(savedNewest);
        for (KeyValue<String, byte[]> entry : entries()) {
            WindowKey key = WindowKey.parse(entry.key, windowing.lengths().get(0));
            if (!windows.restore(key, WindowSum.decode(entry.value))) {
                LOG.warn("window {} is given up: there are no windows of its length", entry.key);
                removed.add(entry.key);
            } else if (!entry.key.equals(key.text())) {
                removed.add(entry.key); // of the first version; saved under its new key
            }
        }
    }

    OpenWindows windows() {
        return windows;
    }

    /** Takes out and tells of the windows that can no longer change. */
    void close(Consumer<OpenWindow> closed) {
        windows.close(
                window -> {
                    if (window.isStored()) {
                        removed.add(window.key().text());
                    }
                    closed.accept(window);
                });
    }

    /** One more sample was too late. */
    void countLate() {
        late++;
    }

    /** Samples too late since the last call. */
    long takeLate() {
        long count = late;
        late = 0;
        return count;
    }

    @Override
    public void flushCache() {
        for (OpenWindow window : windows.all()) {
            if (window.isUnsaved()) {
                store.put(window.key().text(), window.sum().encode());
                window.saved();
            }
        }
        removed.forEach(store::delete);
        removed.clear();
        // Kept with the windows: a sample too late before a restart is too late after it, and does
        // not open its finished window anew.
        savedNewest = save(NEWEST, windows.newestMillis(), savedNewest);
        savedLate = save(LATE, late, savedLate);
    }

    @Override
    public void clearCache() {
        windows = new OpenWindows(windowing);
        removed.clear();
    }

    @Override
    public boolean setFlushListener(
            CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false; // nobody is told of single changes
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        store.commit(offsets);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }

    private List<KeyValue<String, byte[]>> entries() {
        List<KeyValue<String, byte[]>> entries = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entries::add);
        }
        entries.removeIf(entry -> entry.key.equals(NEWEST) || entry.key.equals(LATE));
        return entries;
    }

    private long number(String key, long absent) {
        byte[] bytes = store.get(key);
        return bytes == null ? absent : ByteBuffer.wrap(bytes).getLong();
    }

    private long save(String key, long value, long saved) {
        if (value != saved) {
            store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }
        return value;
    }
}
