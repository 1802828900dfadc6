package io.monge.serving.upscale;

import io.monge.imaging.DeepImage;
import io.monge.imaging.DeepTileRows;
import io.monge.imaging.Pixels;
import io.monge.imaging.RgbImage;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.ot.snapshot.DeviceMemoryException;
import io.monge.serving.model.LoadedMap;
import java.util.ArrayList;
import java.util.List;

/**
 * T of a tile that may be too much for the device's memory: then as tiles of half its side, and so
 * on until they fit. With margins of the receptive radius they give the very pixels of the whole
 * tile; where these do not fit in, they are put together as best they can. Stateless.
 */
public final class Piecewise {

    private static final int LEAST_SIDE = 8; // px

    private Piecewise() {}

    /**
     * T of the tile, whole if it fits.
     *
     * @throws DeviceMemoryException if there is no memory for the smallest pieces either
     */
    public static RgbImage upscale(LoadedMap map, RgbImage tile) {
        try {
            return map.upscale(List.of(tile)).get(0);
        } catch (DeviceMemoryException | OutOfMemoryError tooMuch) {
            return pieces(map, tile, tooMuch);
        }
    }

    /** The same for a tile of 16 bits. */
    public static DeepImage upscale(LoadedMap map, DeepImage tile) {
        try {
            return map.upscale(tile);
        } catch (DeviceMemoryException | OutOfMemoryError tooMuch) {
            return pieces(map, tile, tooMuch);
        }
    }

    /** T of a tile that is known to be too much. */
    static RgbImage pieces(LoadedMap map, RgbImage tile, Throwable tooMuch) {
        TileGrid grid = smaller(map, tile, Seam.BLEND, tooMuch);
        List<RgbImage> large = new ArrayList<>(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            large.add(upscale(map, grid.tile(tile, i)));
        }
        return grid.join(large);
    }

    /** T of a tile of 16 bits that is known to be too much. */
    static DeepImage pieces(LoadedMap map, DeepImage tile, Throwable tooMuch) {
        TileGrid grid = smaller(map, tile, Seam.CUT, tooMuch); // 16 bits are never blended
        List<DeepImage> large = new ArrayList<>(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            large.add(upscale(map, grid.tile(tile, i)));
        }
        return DeepTileRows.join(grid, large);
    }

    /**
     * @param otherwise where margins of the receptive radius do not fit in
     */
    private static TileGrid smaller(LoadedMap map, Pixels tile, Seam otherwise, Throwable tooMuch) {
        int longest = Math.max(tile.width(), tile.height());
        int side = (longest + 1) / 2;
        if (side < LEAST_SIDE) {
            throw new DeviceMemoryException(
                    "The device has no memory for a tile of %s".formatted(tile), tooMuch);
        }
        int exact = Math.max(side, 2 * map.receptiveRadius() + LEAST_SIDE);
        Tiling tiling =
                map.isTileable() && exact < longest
                        ? Tiling.exact(exact, map.receptiveRadius())
                        : new Tiling(side, side / 3, otherwise);
        return tiling.grid(tile.width(), tile.height(), map.scale());
    }
}
