package io.monge.imaging;

import java.util.function.IntFunction;

/**
 * The tiles of an image that is read by rows: one row of tiles is in memory at a time. Asked for in
 * order, each row of the image is read once (twice where tiles overlap). One thread.
 */
public final class RowTiles implements IntFunction<RgbImage> {

    /** Where the rows come from, such as {@link ImageRows#read}. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Some rows.
         *
         * @return {@code byte[] HWC sRGB 0..255}
         */
        byte[] read(int top, int count);
    }

    private final TileGrid grid;
    private final Rows source;
    private int row = -1; // of tiles, that is in the band
    private RgbImage band = new RgbImage(1, 1, new byte[RgbImage.CHANNELS]);

    public RowTiles(TileGrid grid, Rows source) {
        this.grid = grid;
        this.source = source;
    }

    /** Tile number {@code index}, as {@link TileGrid#tile} gives it. */
    @Override
    public RgbImage apply(int index) {
        int columns = grid.columns().count();
        if (index / columns != row) {
            row = index / columns;
            byte[] pixels = source.read(grid.rows().start(row), grid.tileHeight());
            band = new RgbImage(grid.columns().length(), grid.tileHeight(), pixels);
        }
        int left = grid.columns().start(index % columns);
        return band.crop(left, 0, grid.tileWidth(), grid.tileHeight());
    }
}
