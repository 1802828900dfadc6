package io.monge.runtime.kafka;

import java.util.Map;

/**
 * A value and the key that chooses its partition.
 *
 * @param headers of the record, as UTF-8 text by name
 */
public record Keyed<V>(String key, V value, Map<String, String> headers) {

    public Keyed {
        headers = Map.copyOf(headers);
    }

    /** Without headers. */
    public Keyed(String key, V value) {
        this(key, value, Map.of());
    }
}
