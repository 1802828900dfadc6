package io.monge.trainer.wire;

import io.monge.imaging.RgbImage;

/**
 * A training crop together with its place in the log.
 *
 * @param position where it can be read again
 * @param imageId the photograph it was cut from
 * @param pixels a square of the size the trainer is configured for
 */
public record StreamedPatch(StreamPosition position, String imageId, RgbImage pixels) {}
