package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
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
            tile.done(Piecewise.pieces(map, tile.image(), tooMuch));
        } catch (RuntimeException | Error broken) {
            tile.fail(broken);
        }
    }
}
