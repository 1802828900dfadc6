package io.monge.imaging;

/**
 * How a large image is cut into overlapping tiles of one shape, so that one network shape serves
 * images of any size.
 *
 * <p>An image smaller than a tile (in one direction or both) is not padded: its tiles are as small
 * as it is in that direction. So a tile's border is either inside the image or the image's own
 * border, and a network sees there exactly what it would have seen without tiling.
 *
 * @param tile longest side of a tile, px of the source image; tiles are smaller where so many are
 *     enough
 * @param overlap least overlap of neighbouring tiles, px of the source image, smaller than a tile
 */
public record Tiling(int tile, int overlap, Seam seam) {

    /** What serving does unless told otherwise; the seams it leaves are measured with each map. */
    public static final Tiling DEFAULT = new Tiling(256, 16, Seam.BLEND);

    public Tiling {
        if (tile < 1) {
            throw new IllegalArgumentException("tile is " + tile + " px, must be at least 1");
        }
        if (overlap < 0 || overlap >= tile) {
            throw new IllegalArgumentException(
                    "overlap is %d px, must be between 0 and %d (smaller than a tile)"
                            .formatted(overlap, tile - 1));
        }
    }

    /**
     * Tiles whose reassembly equals the untiled result for a network of this receptive radius (px).
     */
    public static Tiling exact(int tile, int receptiveRadius) {
        return new Tiling(tile, 2 * receptiveRadius, Seam.CUT);
    }

    /**
     * The tiles of an image.
     *
     * @param width px of the source image
     * @param height px of the source image
     * @param scale whole factor between a tile and what the network makes of it
     */
    public TileGrid grid(int width, int height, int scale) {
        return new TileGrid(
                new TileAxis(width, scale, this), new TileAxis(height, scale, this), scale);
    }
}
