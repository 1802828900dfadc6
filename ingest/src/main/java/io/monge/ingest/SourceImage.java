package io.monge.ingest;

import io.monge.imaging.RgbImage;

/**
 * An image on its way to be cut.
 *
 * @param id unique within its domain; the key of its patches
 * @param showing how often this very image has been shown before: other showings, other crops
 * @param receipt told what becomes of it
 */
record SourceImage(String id, long showing, RgbImage image, Receipt receipt) {

    /** One that stays where it came from. */
    SourceImage(String id, long showing, RgbImage image) {
        this(id, showing, image, Receipt.NONE);
    }
}
