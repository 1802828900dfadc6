package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.ot.snapshot.DeviceMemoryException;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.upscale.Enlargement.Tile;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forward pass, and what to do when it fails: too much for the device's memory is halved until
 * it fits, and of tiles that share a pass only the one that breaks it fails. Owned by the batcher's
 * thread.
 */
final class TilePass {

    private static final Logger LOG = LoggerFactory.getLogger(TilePass.class);
    private static final int LEAST_SIDE = 8; // px

    private final TilePlan plan;

    /**
     * @param plan hears what was too much
     */
    TilePass(TilePlan plan) {
        this.plan = plan;
    }

    /** A tile and its pixels. */
    private record Cut(Tile tile, RgbImage image) {
        void done(RgbImage large) {
            tile.of().done(tile.index(), large);
        }

        void fail(Throwable cause) {
            tile.of().fail(cause);
        }
    }

    /** Gives each tile's image what became of it. */
    void run(List<Tile> tiles) {
        LoadedMap map = tiles.get(0).of().order().map();
        List<Cut> cuts = new ArrayList<>(tiles.size());
        for (Tile tile : tiles) {
            try {
                cuts.add(new Cut(tile, tile.cut()));
            } catch (RuntimeException | Error unreadable) {
                tile.of().fail(unreadable);
            }
        }
        if (!cuts.isEmpty()) {
            run(map, cuts);
        }
    }

    private void run(LoadedMap map, List<Cut> tiles) {
        try {
            List<RgbImage> large = map.upscale(tiles.stream().map(Cut::image).toList());
            for (int i = 0; i < tiles.size(); i++) {
                tiles.get(i).done(large.get(i));
            }
        } catch (DeviceMemoryException | OutOfMemoryError tooMuch) {
            RgbImage first = tiles.get(0).image();
            LOG.warn("{} tiles of {} are too much for the device", tiles.size(), first);
            plan.refused(map, first.area() * tiles.size());
            runInHalves(map, tiles, tooMuch);
        } catch (RuntimeException | Error broken) {
            runAlone(map, tiles, broken);
        }
    }

    private void runInHalves(LoadedMap map, List<Cut> tiles, Throwable tooMuch) {
        if (tiles.size() == 1) {
            runInPieces(map, tiles.get(0), tooMuch);
            return;
        }
        int half = tiles.size() / 2;
        run(map, tiles.subList(0, half));
        run(map, tiles.subList(half, tiles.size()));
    }

    private void runAlone(LoadedMap map, List<Cut> tiles, Throwable broken) {
        if (tiles.size() == 1) {
            tiles.get(0).fail(broken);
            return;
        }
        tiles.forEach(tile -> run(map, List.of(tile)));
    }

    private static void runInPieces(LoadedMap map, Cut tile, Throwable tooMuch) {
        try {
            tile.done(pieces(map, tile.image(), tooMuch));
        } catch (RuntimeException | Error broken) {
            tile.fail(broken);
        }
    }

    /**
     * A tile as tiles of half its side. With margins of the receptive radius they give the very
     * pixels of the whole tile; where these do not fit in, they are blended as best they can.
     */
    private static RgbImage pieces(LoadedMap map, RgbImage tile, Throwable tooMuch) {
        int longest = Math.max(tile.width(), tile.height());
        int side = (longest + 1) / 2;
        if (side < LEAST_SIDE) {
            throw new DeviceMemoryException(
                    "The device has no memory for a tile of %s".formatted(tile), tooMuch);
        }
        TileGrid grid = smaller(map, side, longest).grid(tile.width(), tile.height(), map.scale());
        List<RgbImage> large = new ArrayList<>(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            large.add(piece(map, grid.tile(tile, i)));
        }
        return grid.join(large);
    }

    private static RgbImage piece(LoadedMap map, RgbImage tile) {
        try {
            return map.upscale(List.of(tile)).get(0);
        } catch (DeviceMemoryException | OutOfMemoryError tooMuch) {
            return pieces(map, tile, tooMuch);
        }
    }

    private static Tiling smaller(LoadedMap map, int side, int longest) {
        int margins = 2 * map.receptiveRadius();
        int exact = Math.max(side, margins + LEAST_SIDE);
        return map.isTileable() && exact < longest
                ? Tiling.exact(exact, map.receptiveRadius())
                : new Tiling(side, side / 3, Seam.BLEND);
    }
}
