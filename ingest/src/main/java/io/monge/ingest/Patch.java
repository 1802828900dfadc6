package io.monge.ingest;

import io.monge.imaging.Crop;
import java.time.Instant;
import java.util.Optional;

/**
 * A training patch: what travels to the topic of its domain.
 *
 * @param reached how far its image has been cut with it; empty where nobody keeps that
 * @param share told once it is safe there
 */
public record Patch(
        Domain domain,
        String imageId,
        Crop crop,
        Instant ingestedAt,
        Optional<ImagePosition> reached,
        Share share) {

    /** One that nobody waits for. */
    public Patch(Domain domain, String imageId, Crop crop, Instant ingestedAt) {
        this(domain, imageId, crop, ingestedAt, Optional.empty(), Share.NONE);
    }
}
