package io.monge.ingest;

import io.monge.imaging.RgbImage;

/**
 * An image on its way to be cut.
 *
 * @param id unique within its domain; the key of its patches
 * @param showing how often this very image has been shown before: other showings, other crops
 */
record SourceImage(String id, long showing, RgbImage image) {}
