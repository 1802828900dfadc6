package io.monge.imaging;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a camera wrote beside the pixels (EXIF 2.32), as it wrote it. Only what enlarging makes
 * untrue is changed, in place: notes of makers point to places and survive nothing else.
 */
public final class ExifBlock {

    /** More than any camera writes; JPEG holds at most 65 527 bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int PIXEL_WIDTH = 0xA002;
    private static final int PIXEL_HEIGHT = 0xA003;

    private final byte[] tiff;

    private ExifBlock(byte[] tiff) {
        this.tiff = tiff;
    }

    /** The block, if these bytes are one; damaged EXIF is no reason to refuse an image. */
    static Optional<ExifBlock> of(byte[] tiff) {
        if (tiff.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            TiffDirectory.first(tiff, "EXIF").number(TiffDirectory.ORIENTATION, 1);
            return Optional.of(new ExifBlock(tiff));
        } catch (MalformedImageException damaged) {
            return Optional.empty();
        }
    }

    /** 1 to 8; anything else means 1. */
    Orientation orientation() {
        return Orientation.of(
                TiffDirectory.first(tiff, "EXIF").number(TiffDirectory.ORIENTATION, 1));
    }

    /**
     * A TIFF structure for an upright image of this size: orientation 1, its size in pixels, no
     * thumbnail.
     *
     * @param width px
     * @param height px
     */
    byte[] upright(int width, int height) {
        byte[] out = tiff.clone();
        TiffDirectory first = TiffDirectory.first(out, "EXIF");
        set(first, TiffDirectory.ORIENTATION, 1);
        first.view().put32(first.nextAt(), 0);
        try {
            first.child(EXIF_DIRECTORY)
                    .ifPresent(
                            camera -> {
                                set(camera, PIXEL_WIDTH, width);
                                set(camera, PIXEL_HEIGHT, height);
                            });
        } catch (MalformedImageException damaged) {
            return out; // the rest of it is as good or bad as before
        }
        return out;
    }

    private static void set(TiffDirectory directory, int tag, long value) {
        long at = directory.valueAt(tag, 0);
        switch (directory.type(tag)) {
            case TiffNumbers.SHORT ->
                    directory.view().put16(at, (int) Math.min(value, DeepImage.MAX));
            case TiffNumbers.LONG -> directory.view().put32(at, value);
            default -> {} // absent, or nothing that anyone reads
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExifBlock that && Arrays.equals(tiff, that.tiff);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tiff);
    }

    @Override
    public String toString() {
        return "ExifBlock[" + tiff.length + " bytes]";
    }
}
