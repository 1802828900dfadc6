package io.monge.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Puts upscaled tiles of 16 bits together: with the last tile of a row of tiles, its rows of pixels
 * go to the sink, so that memory does not grow with the image's height. Each tile gives its own
 * part and nothing is blended: the tiling is to be one of {@link Seam#CUT}. One thread.
 */
public final class DeepTileRows {

    private static final int BUFFER_BYTES = 1 << 20;

    private final TileGrid grid;
    private final Sink sink;
    private short[] strip = {}; // rows of pixels that the current row of tiles makes up
    private int next; // tile

    /** Takes the rows of an image from the top. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Whole rows below those before.
         *
         * @throws IOException if they cannot be kept
         */
        void write(DeepImage rows) throws IOException;
    }

    /**
     * @param grid whose tiles will come
     * @param sink gets every row of the upscaled image once
     */
    public DeepTileRows(TileGrid grid, Sink sink) {
        this.grid = grid;
        this.sink = sink;
    }

    /**
     * Takes a tile; from the first to the last.
     *
     * @param index as in {@link TileGrid#tile}
     * @param tile {@code scale} times as large as the tile of the source image
     * @throws IOException if the sink does not take the rows that are now complete
     */
    public void place(int index, DeepImage tile) throws IOException {
        if (index != next) {
            throw new IllegalArgumentException("Tile " + index + " comes before tile " + next);
        }
        TileGrid.require(tile, grid.tileWidth() * grid.scale(), grid.tileHeight() * grid.scale());
        next++;
        int column = index % grid.columns().count();
        int row = index / grid.columns().count();
        int[] y = grid.rows().owned(row);
        if (column == 0) {
            strip = new short[RgbImage.byteLength(grid.width(), y[1] - y[0])];
        }
        copy(tile, column, y[0] - grid.rows().start(row) * grid.scale(), y[1] - y[0]);
        if (column == grid.columns().count() - 1) {
            write(new DeepImage(grid.width(), y[1] - y[0], strip));
        }
    }

    /** In pieces of about a megabyte: who takes them may let some wait. */
    private void write(DeepImage rows) throws IOException {
        int rowBytes = Short.BYTES * RgbImage.byteLength(rows.width(), 1);
        int atOnce = Math.max(1, BUFFER_BYTES / rowBytes);
        for (int y = 0; y < rows.height(); y += atOnce) {
            int count = Math.min(atOnce, rows.height() - y);
            sink.write(rows.crop(0, y, rows.width(), count));
        }
    }

    private void copy(DeepImage tile, int column, int top, int rows) {
        int[] x = grid.columns().owned(column);
        int left = x[0] - grid.columns().start(column) * grid.scale();
        for (int y = 0; y < rows; y++) {
            System.arraycopy(
                    tile.samples(),
                    RgbImage.CHANNELS * ((top + y) * tile.width() + left),
                    strip,
                    RgbImage.CHANNELS * (y * grid.width() + x[0]),
                    RgbImage.CHANNELS * (x[1] - x[0]));
        }
    }

    /** Whether every row has gone to the sink. */
    public boolean isWhole() {
        return next == grid.count();
    }

    /**
     * The whole upscaled image, in memory.
     *
     * @param tiles of the grid, in order, each {@code scale} times as large
     */
    public static DeepImage join(TileGrid grid, List<DeepImage> tiles) {
        short[] large = new short[RgbImage.byteLength(grid.width(), grid.height())];
        int[] written = {0};
        DeepTileRows rows =
                new DeepTileRows(
                        grid,
                        strip -> {
                            int length = strip.samples().length;
                            System.arraycopy(strip.samples(), 0, large, written[0], length);
                            written[0] += length;
                        });
        try {
            for (int i = 0; i < grid.count(); i++) {
                rows.place(i, tiles.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail to be written", e);
        }
        return new DeepImage(grid.width(), grid.height(), large);
    }
}
