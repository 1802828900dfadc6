package io.monge.serving.model;

import java.time.Instant;

/**
 * The model in the slot.
 *
 * @param published its manifest
 * @param promotion the decision that put it there
 * @param servedSince when the swap happened
 */
public record ServedModel(PublishedModel published, Promotion promotion, Instant servedSince) {

    public long version() {
        return published.version();
    }

    public int scale() {
        return published.scale();
    }
}
