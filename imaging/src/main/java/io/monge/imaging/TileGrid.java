package io.monge.imaging;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of one image: cut with {@link #split}, upscale each, put together with {@link #join}.
 * Immutable.
 */
public final class TileGrid {

    private final TileAxis columns;
    private final TileAxis rows;
    private final int scale;

    TileGrid(TileAxis columns, TileAxis rows, int scale) {
        this.columns = columns;
        this.rows = rows;
        this.scale = scale;
    }

    /** Number of tiles. */
    public int count() {
        return columns.count() * rows.count();
    }

    /** Width of every tile, px of the source image. */
    public int tileWidth() {
        return columns.size();
    }

    /** Height of every tile, px of the source image. */
    public int tileHeight() {
        return rows.size();
    }

    /** Tile number {@code index} of the image, row by row from the top. */
    public RgbImage tile(RgbImage image, int index) {
        require(image, columns.length(), rows.length());
        int left = columns.start(index % columns.count());
        int top = rows.start(index / columns.count());
        return image.crop(left, top, tileWidth(), tileHeight());
    }

    /** All tiles of the image, row by row from the top, all of one shape. */
    public List<RgbImage> split(RgbImage image) {
        List<RgbImage> tiles = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            tiles.add(tile(image, i));
        }
        return tiles;
    }

    /**
     * The whole upscaled image.
     *
     * @param tiles the tiles of {@link #split} in the same order, each {@code scale} times as large
     */
    public RgbImage join(List<RgbImage> tiles) {
        if (tiles.size() != count()) {
            throw new IllegalArgumentException(
                    "This grid has %d tiles, not %d".formatted(count(), tiles.size()));
        }
        for (RgbImage tile : tiles) {
            require(tile, tileWidth() * scale, tileHeight() * scale);
        }
        int width = Math.multiplyExact(columns.length(), scale);
        int height = Math.multiplyExact(rows.length(), scale);
        byte[] out = new byte[RgbImage.byteLength(width, height)];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    out[to++] = Intensity.toByte(mix(tiles, x, y, c));
                }
            }
        }
        return new RgbImage(width, height, out);
    }

    private float mix(List<RgbImage> tiles, int x, int y, int c) {
        int row = rows.first(y);
        float below = rows.next(y);
        float here = mixAlong(tiles, row, x, y, c);
        return below == 0 ? here : here + below * (mixAlong(tiles, row + 1, x, y, c) - here);
    }

    private float mixAlong(List<RgbImage> tiles, int row, int x, int y, int c) {
        int column = columns.first(x);
        float right = columns.next(x);
        float here = at(tiles, row, column, x, y, c);
        return right == 0 ? here : here + right * (at(tiles, row, column + 1, x, y, c) - here);
    }

    private int at(List<RgbImage> tiles, int row, int column, int x, int y, int c) {
        RgbImage tile = tiles.get(row * columns.count() + column);
        return tile.channel(x - columns.start(column) * scale, y - rows.start(row) * scale, c);
    }

    private static void require(RgbImage image, int width, int height) {
        if (image.width() != width || image.height() != height) {
            throw new IllegalArgumentException(
                    "Expected %dx%d px, got %s".formatted(width, height, image));
        }
    }
}
