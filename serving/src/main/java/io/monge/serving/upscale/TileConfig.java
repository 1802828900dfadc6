package io.monge.serving.upscale;

/**
 * How large images are cut.
 *
 * @param size side of a tile, px of the low-resolution image
 * @param overlap of neighbouring tiles in {@link TileMode#BLENDED}, px, less than half a tile
 * @param batch tiles in one forward pass
 */
public record TileConfig(int size, int overlap, int batch) {

    public static final TileConfig DEFAULT = new TileConfig(128, 16, 4);

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
        if (batch < 1 || batch > 256) {
            throw new IllegalArgumentException(
                    "batch is " + batch + " tiles, must be between 1 and 256");
        }
    }
}
