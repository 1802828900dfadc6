package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.ot.snapshot.FrozenMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the tiles of serving's default mode are from one untiled pass, measured: the greatest
 * difference of any sample on a mosaic of LR patches that no training has seen. The overlap is
 * serving's; the tiles are smaller, so that the mosaic has many seams, and the borders between its
 * patches are harder than what photographs have.
 */
final class TileError {

    private static final int MOSAIC_SIDE = 160; // px, about
    private static final int TILES = 3; // in each direction

    private TileError() {}

    /**
     * @param lr at least one, all of one size
     * @return in steps of 1/255
     */
    static double most(FrozenMap map, List<RgbImage> lr) {
        RgbImage mosaic = mosaic(lr);
        int overlap = Math.min(Tiling.DEFAULT.overlap(), mosaic.width() / (2 * TILES));
        int side = (mosaic.width() + (TILES - 1) * overlap) / TILES;
        TileGrid grid =
                new Tiling(side, overlap, Seam.BLEND)
                        .grid(mosaic.width(), mosaic.height(), map.scale());
        List<RgbImage> tiles = new ArrayList<>(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            tiles.addAll(map.upscale(List.of(grid.tile(mosaic, i))));
        }
        return most(grid.join(tiles), map.upscale(List.of(mosaic)).get(0));
    }

    /** Square, of a side at which {@value #TILES} tiles overlap by no more than they must. */
    private static RgbImage mosaic(List<RgbImage> patches) {
        int patch = Math.min(patches.get(0).width(), patches.get(0).height());
        int across = Math.max(1, MOSAIC_SIDE / patch);
        int side = across * patch;
        byte[] out = new byte[RgbImage.byteLength(side, side)];
        int row = RgbImage.byteLength(patch, 1);
        for (int y = 0; y < side; y++) {
            for (int i = 0; i < across; i++) {
                RgbImage from = patches.get((y / patch * across + i) % patches.size());
                int start = RgbImage.byteLength(from.width(), 1) * (y % patch);
                System.arraycopy(from.pixels(), start, out, (y * across + i) * row, row);
            }
        }
        int overlaps = (TILES - 1) * Tiling.DEFAULT.overlap();
        int even = side - (side + overlaps) % TILES;
        return new RgbImage(side, side, out).crop(0, 0, even, even);
    }

    private static int most(RgbImage tiled, RgbImage untiled) {
        int most = 0;
        for (int i = 0; i < tiled.pixels().length; i++) {
            int difference = (tiled.pixels()[i] & 0xFF) - (untiled.pixels()[i] & 0xFF);
            most = Math.max(most, Math.abs(difference));
        }
        return most;
    }
}
