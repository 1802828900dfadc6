package io.monge.runtime.kafka;

/** What a {@link KafkaFollower} tells about a compacted topic. */
public sealed interface Change<V> {

    /** The newest value of a key, for now. */
    record Updated<V>(Received<V> record) implements Change<V> {}

    /** The key is gone. */
    record Removed<V>(String key) implements Change<V> {}

    /** Everything that lay in the topic when following began has been told; sent once. */
    record CaughtUp<V>() implements Change<V> {}
}
