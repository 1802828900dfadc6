package io.monge.serving.upscale;

import io.monge.imaging.Tiling;

/**
 * How large images are cut.
 *
 * @param size longest side of a tile, px of the low-resolution image; an image that fits into one
 *     pass is not cut at all
 * @param overlap of neighbouring tiles in {@link TileMode#BLENDED}, px, less than half a tile
 * @param batch so many tiles' pixels in one forward pass at most; smaller tiles may be more
 * @param memoryBytes of the device, that one forward pass may take; bounds tiles and batches
 */
public record TileConfig(int size, int overlap, int batch, long memoryBytes) {

    public static final TileConfig DEFAULT =
            new TileConfig(Tiling.DEFAULT.tile(), Tiling.DEFAULT.overlap(), 2, 3L << 29);

    public TileConfig {
        if (size < 16 || size > 2048) {
            throw new IllegalArgumentException(
                    "size is " + size + " px, must be between 16 and 2048");
        }
        if (overlap < 0 || overlap >= size / 2) {
            throw new IllegalArgumentException(
                    "overlap is %d px, must be between 0 and %d (less than half a tile)"
                            .formatted(overlap, size / 2 - 1));
        }
        if (memoryBytes < 16L << 20) {
            throw new IllegalArgumentException(
                    "memoryBytes is %d, must be at least 16 MiB".formatted(memoryBytes));
        }
        if (batch < 1 || batch > 256) {
            throw new IllegalArgumentException(
                    "batch is " + batch + " tiles, must be between 1 and 256");
        }
    }
}
