package io.monge.serving.upscale;

import io.monge.imaging.DeepImage;
import io.monge.imaging.DeepTiles;
import io.monge.imaging.TileGrid;
import io.monge.serving.model.LoadedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Images of 16 bits: rare, so their tiles share passes with nobody, go one by one, and are exact,
 * which leaves nothing to blend. Blocking; thread-safe.
 */
final class DeepUpscaler {

    private final ReentrantLock device = new ReentrantLock(true); // one such tile at a time

    /**
     * T of the image.
     *
     * @param grid of {@link TileMode#EXACT}
     * @param ticket asked before every tile
     */
    DeepImage upscale(LoadedMap map, TileGrid grid, DeepImage image, Ticket ticket) {
        DeepTiles tiles = new DeepTiles(grid, image);
        for (int i = 0; i < tiles.count(); i++) {
            ticket.check();
            tiles.place(i, upscale(map, tiles.tile(i)));
        }
        return tiles.large();
    }

    private DeepImage upscale(LoadedMap map, DeepImage tile) {
        device.lock();
        try {
            return map.upscale(tile);
        } finally {
            device.unlock();
        }
    }
}
