package io.monge.serving.upscale;

import io.monge.imaging.Seam;
import io.monge.imaging.Tiling;
import io.monge.serving.model.LoadedMap;

/** How large tiles and passes of a map may be within a memory budget. */
final class TilePlan {

    private static final int LEAST_SIDE = 16; // px

    /** More small tiles at once gain nothing and hold the others up. */
    private static final int MOST_TILES = 64;

    private final TileConfig config;
    private volatile long memoryBytes; // what a pass may take, as far as we know

    TilePlan(TileConfig config) {
        this.config = config;
        this.memoryBytes = config.memoryBytes();
    }

    /** A pass of so many pixels was too much: from now on half of it, until the next start. */
    void refused(LoadedMap map, long pixels) {
        memoryBytes = Math.min(memoryBytes, Math.max(1, pixels * map.bytesPerPixel() / 2));
    }

    /** How an image of this size (px) is cut; not at all if it fits into one pass. */
    Tiling tiling(LoadedMap map, TileMode mode, int width, int height) {
        long most = Math.min(pixelsOfAPass(), memoryBytes / map.bytesPerPixel());
        boolean indivisible = mode == TileMode.EXACT && !map.isTileable();
        if (indivisible || (long) width * height <= most) {
            return new Tiling(Math.max(width, height), 0, Seam.CUT);
        }
        return switch (mode) {
            case BLENDED -> blended(map);
            case EXACT -> exact(map);
        };
    }

    private Tiling blended(LoadedMap map) {
        int side = Math.min(config.size(), largestSide(map));
        return new Tiling(side, Math.min(config.overlap(), side / 2 - 1), Seam.BLEND);
    }

    /**
     * As large as a pass may be: what tiles see beyond what they give is computed for nothing, so
     * the fewer there are the better. Where even a tile of little more than its margins exceeds the
     * budget, exactness goes first.
     */
    private Tiling exact(LoadedMap map) {
        int margins = 2 * map.receptiveRadius();
        int least = margins + Math.max(LEAST_SIDE, margins / 2);
        int side = Math.min(largestSide(map), (int) Math.sqrt(pixelsOfAPass()));
        return Tiling.exact(Math.max(least, side), map.receptiveRadius());
    }

    /** Tiles of this shape in one pass. */
    int tilesAtOnce(LoadedMap map, int width, int height) {
        long pixels = (long) width * height;
        long most = Math.min(pixelsOfAPass(), memoryBytes / map.bytesPerPixel());
        return (int) Math.max(1, Math.min(MOST_TILES, most / pixels));
    }

    private long pixelsOfAPass() {
        return (long) config.batch() * config.size() * config.size();
    }

    private int largestSide(LoadedMap map) {
        double pixels = (double) memoryBytes / map.bytesPerPixel();
        return Math.max(LEAST_SIDE, (int) Math.min(2048, Math.sqrt(pixels)));
    }
}
