package io.monge.imaging;

import java.io.IOException;
import java.util.Arrays;

/**
 * Puts upscaled tiles together row by row: as soon as no tile that is still missing has a part in
 * them, rows go to the sink. Holds at most the tiles that are out of turn and two rows of tiles, so
 * that memory does not grow with the image's height. One thread at a time.
 */
public final class TileRows {

    private static final int BUFFER_BYTES = 1 << 20;

    private final TileGrid grid;
    private final RowSink sink;
    private final RgbImage[][] tiles; // by row and column; null: not there yet, or no longer needed
    private final int[] placed; // tiles of each row
    private final int rowLength; // bytes
    private final byte[] buffer; // some rows
    private final byte[] below; // one row
    private int complete; // rows of tiles that are there, from the top
    private int written; // rows of pixels

    /**
     * @param grid whose tiles will come
     * @param sink gets every row of the upscaled image once
     */
    public TileRows(TileGrid grid, RowSink sink) {
        this.grid = grid;
        this.sink = sink;
        this.tiles = new RgbImage[grid.rows().count()][grid.columns().count()];
        this.placed = new int[grid.rows().count()];
        this.rowLength = RgbImage.byteLength(grid.width(), 1);
        int rows = Math.max(1, Math.min(grid.height(), BUFFER_BYTES / rowLength));
        this.buffer = new byte[rows * rowLength];
        this.below = new byte[rowLength];
    }

    /**
     * Takes a tile; in any order, each once.
     *
     * @param index as in {@link TileGrid#tile}
     * @param tile {@code scale} times as large as the tile of the source image
     * @throws IOException if the sink does not take the rows that are now complete
     */
    public void place(int index, RgbImage tile) throws IOException {
        TileGrid.require(tile, grid.tileWidth() * grid.scale(), grid.tileHeight() * grid.scale());
        int row = index / grid.columns().count();
        int column = index % grid.columns().count();
        if (tiles[row][column] != null || row < complete) {
            throw new IllegalArgumentException("Tile " + index + " is there already");
        }
        tiles[row][column] = tile;
        placed[row]++;
        while (complete < placed.length && placed[complete] == grid.columns().count()) {
            complete++;
            writeWhatIsComplete();
        }
    }

    /** Whether every row has gone to the sink. */
    public boolean isWhole() {
        return written == grid.height();
    }

    private void writeWhatIsComplete() throws IOException {
        int buffered = 0;
        int rowsOfBuffer = buffer.length / rowLength;
        for (int y = written; y < grid.height() && lastTileRow(y) < complete; y++) {
            row(y, buffer, buffered * rowLength);
            buffered++;
            if (buffered == rowsOfBuffer) {
                flush(buffered);
                buffered = 0;
            }
        }
        flush(buffered);
        forget();
    }

    private void flush(int rows) throws IOException {
        if (rows > 0) {
            sink.write(buffer, rows);
            written += rows;
        }
    }

    private void forget() {
        int needed = isWhole() ? complete : grid.rows().first(written);
        for (int row = 0; row < needed; row++) {
            Arrays.fill(tiles[row], null);
        }
    }

    private int lastTileRow(int y) {
        return grid.rows().first(y) + (grid.rows().next(y) > 0 ? 1 : 0);
    }

    private void row(int y, byte[] out, int to) {
        int row = grid.rows().first(y);
        float weight = grid.rows().next(y);
        along(row, y, out, to);
        if (weight > 0) {
            along(row + 1, y, below, 0);
            for (int i = 0; i < rowLength; i++) {
                out[to + i] = mix(out[to + i], below[i], weight);
            }
        }
    }

    /** One row of pixels from one row of tiles. */
    private void along(int tileRow, int y, byte[] out, int to) {
        TileAxis columns = grid.columns();
        int inTile = y - grid.rows().start(tileRow) * grid.scale();
        int x = 0;
        while (x < grid.width()) {
            int column = columns.first(x);
            int end = columns.plainEnd(x);
            if (end > x) {
                copy(tiles[tileRow][column], column, inTile, x, end, out, to);
                x = end;
            } else {
                blend(tileRow, column, inTile, x, out, to);
                x++;
            }
        }
    }

    private void copy(RgbImage tile, int column, int inTile, int x, int end, byte[] out, int to) {
        int from = offset(column, inTile, x);
        System.arraycopy(
                tile.pixels(),
                from,
                out,
                to + RgbImage.CHANNELS * x,
                RgbImage.CHANNELS * (end - x));
    }

    private void blend(int tileRow, int column, int inTile, int x, byte[] out, int to) {
        float weight = grid.columns().next(x);
        byte[] here = tiles[tileRow][column].pixels();
        byte[] right = tiles[tileRow][column + 1].pixels();
        int fromHere = offset(column, inTile, x);
        int fromRight = offset(column + 1, inTile, x);
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            out[to + RgbImage.CHANNELS * x + c] =
                    mix(here[fromHere + c], right[fromRight + c], weight);
        }
    }

    /** Where the pixel of column x of the image lies in its tile. */
    private int offset(int column, int inTile, int x) {
        int wide = grid.tileWidth() * grid.scale();
        int left = x - grid.columns().start(column) * grid.scale();
        return RgbImage.CHANNELS * (inTile * wide + left);
    }

    private static byte mix(byte one, byte other, float weight) {
        float first = one & 0xFF;
        return Intensity.toByte(first + weight * ((other & 0xFF) - first));
    }
}
