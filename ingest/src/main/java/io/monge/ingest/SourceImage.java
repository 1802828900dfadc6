package io.monge.ingest;

import io.monge.imaging.RgbImage;
import java.util.Optional;

/**
 * An image on its way to be cut.
 *
 * @param id unique within its domain; the key of its patches
 * @param showing how often this very image has been shown before: other showings, other crops
 * @param receipt told what becomes of it
 * @param position how far this showing has been cut before; empty where nobody keeps that
 */
record SourceImage(
        String id,
        long showing,
        RgbImage image,
        Receipt receipt,
        Optional<ImagePosition> position) {

    /** One of which nobody keeps how far it has been cut. */
    SourceImage(String id, long showing, RgbImage image, Receipt receipt) {
        this(id, showing, image, receipt, Optional.empty());
    }

    /** One that stays where it came from. */
    SourceImage(String id, long showing, RgbImage image) {
        this(id, showing, image, Receipt.NONE);
    }

    /** An image of a folder. */
    SourceImage(ImagePosition position, RgbImage image) {
        this(position.image(), position.pass(), image, Receipt.NONE, Optional.of(position));
    }

    /** With its content, to be kept with its position. */
    SourceImage of(long content) {
        return new SourceImage(
                id, showing, image, receipt, position.map(start -> start.of(content)));
    }

    /** Crops of this showing that were cut before. */
    int cutBefore() {
        return position.map(ImagePosition::patches).orElse(0);
    }
}
