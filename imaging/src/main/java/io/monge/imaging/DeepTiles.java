package io.monge.imaging;

/**
 * The tiles of a 16-bit image, and what they become put together again; each gives its own part of
 * the whole and nothing is blended, so the tiling is to be one of {@link Seam#CUT}. One thread.
 */
public final class DeepTiles {

    private final TileGrid grid;
    private final DeepImage image;
    private final short[] large;

    /**
     * @param grid of the image's size
     */
    public DeepTiles(TileGrid grid, DeepImage image) {
        if (image.width() * grid.scale() != grid.width()
                || image.height() * grid.scale() != grid.height()) {
            throw new IllegalArgumentException("The grid is not one of " + image);
        }
        this.grid = grid;
        this.image = image;
        this.large = new short[RgbImage.byteLength(grid.width(), grid.height())];
    }

    /** Number of tiles. */
    public int count() {
        return grid.count();
    }

    /** Tile number {@code index}, row by row from the top. */
    public DeepImage tile(int index) {
        int left = grid.columns().start(index % grid.columns().count());
        int top = grid.rows().start(index / grid.columns().count());
        return image.crop(left, top, grid.tileWidth(), grid.tileHeight());
    }

    /** Puts the enlarged tile in its place. */
    public void place(int index, DeepImage tile) {
        int column = index % grid.columns().count();
        int row = index / grid.columns().count();
        int[] x = grid.columns().owned(column);
        int[] y = grid.rows().owned(row);
        int left = grid.columns().start(column) * grid.scale();
        int top = grid.rows().start(row) * grid.scale();
        for (int line = y[0]; line < y[1]; line++) {
            System.arraycopy(
                    tile.samples(),
                    RgbImage.CHANNELS * ((line - top) * tile.width() + x[0] - left),
                    large,
                    RgbImage.CHANNELS * (line * grid.width() + x[0]),
                    RgbImage.CHANNELS * (x[1] - x[0]));
        }
    }

    /** The whole, once every tile has been placed. */
    public DeepImage large() {
        return new DeepImage(grid.width(), grid.height(), large);
    }
}
