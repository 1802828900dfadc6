package io.monge.runtime.kafka;

/** Whether a reader sees records of transactions that are open or were aborted. */
public enum Isolation {
    READ_COMMITTED("read_committed"),
    READ_UNCOMMITTED("read_uncommitted");

    private final String property;

    Isolation(String property) {
        this.property = property;
    }

    /** The value of Kafka's {@code isolation.level}. */
    String property() {
        return property;
    }
}
