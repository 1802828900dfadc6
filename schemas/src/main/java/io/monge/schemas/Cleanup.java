package io.monge.schemas;

/** What the broker does with old records. */
public enum Cleanup {
    /** Drops what is older or larger than the retention. */
    DELETE("delete"),
    /** Keeps the latest record of each key. */
    COMPACT("compact"),
    /** Keeps the latest record of each key, and drops that too when its retention is over. */
    COMPACT_AND_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
        this.policy = policy;
    }

    /** The value of Kafka's {@code cleanup.policy}. */
    public String policy() {
        return policy;
    }
}
