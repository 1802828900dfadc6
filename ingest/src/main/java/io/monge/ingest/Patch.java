package io.monge.ingest;

import io.monge.imaging.Crop;
import java.time.Instant;

/** A training patch: what travels to the topic of its domain. */
public record Patch(Domain domain, String imageId, Crop crop, Instant ingestedAt) {}
