package io.monge.ingest;

import io.monge.imaging.Crop;
import java.time.Instant;

/**
 * A training patch: what travels to the topic of its domain.
 *
 * @param sent called once it is safe there, on any thread
 */
public record Patch(Domain domain, String imageId, Crop crop, Instant ingestedAt, Runnable sent) {

    /** One that nobody waits for. */
    public Patch(Domain domain, String imageId, Crop crop, Instant ingestedAt) {
        this(domain, imageId, crop, ingestedAt, () -> {});
    }
}
