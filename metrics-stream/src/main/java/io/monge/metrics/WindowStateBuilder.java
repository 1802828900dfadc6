package io.monge.metrics;

import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Tells Streams how to make a {@link WindowState}: it is its own cache, and always logged. */
record WindowStateBuilder(Windowing windowing, StoreBuilder<KeyValueStore<String, byte[]>> bytes)
        implements StoreBuilder<WindowState> {

    @Override
    public WindowState build() {
        return new WindowState(windowing, bytes.build());
    }

    @Override
    public StoreBuilder<WindowState> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<WindowState> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<WindowState> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<WindowState> withLoggingDisabled() {
        throw new UnsupportedOperationException("without a changelog windows would be lost");
    }

    @Override
    public Map<String, String> logConfig() {
        return bytes.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return bytes.loggingEnabled();
    }

    @Override
    public String name() {
        return bytes.name();
    }
}
