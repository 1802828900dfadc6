package io.monge.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** The same of an image of 16 bits. */
    public DeepImage tile(DeepImage image, int index) {
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
        RowsInMemory all = new RowsInMemory(width(), height());
        TileRows joined = new TileRows(this, all);
        try {
            for (int i = 0; i < tiles.size(); i++) {
                joined.place(i, tiles.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail to be written", e);
        }
        return all.image();
    }

    /** Width of the upscaled image, px. */
    public int width() {
        return Math.multiplyExact(columns.length(), scale);
    }

    /** Height of the upscaled image, px. */
    public int height() {
        return Math.multiplyExact(rows.length(), scale);
    }

    /** Factor between the source image and the upscaled one. */
    public int scale() {
        return scale;
    }

    TileAxis columns() {
        return columns;
    }

    TileAxis rows() {
        return rows;
    }

    static void require(Pixels image, int width, int height) {
        if (image.width() != width || image.height() != height) {
            throw new IllegalArgumentException(
                    "Expected %dx%d px, got %s".formatted(width, height, image));
        }
    }
}
