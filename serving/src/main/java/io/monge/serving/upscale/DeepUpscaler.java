package io.monge.serving.upscale;

import io.monge.imaging.DeepImage;
import io.monge.imaging.DeepTileRows;
import io.monge.imaging.TileGrid;
import io.monge.ot.snapshot.DeviceMemoryException;
import io.monge.serving.model.LoadedMap;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of 16 bits: rare, so their tiles share passes with nobody, go one by one, and are exact,
 * which leaves nothing to blend. Blocking; thread-safe.
 */
final class DeepUpscaler {

    private static final Logger LOG = LoggerFactory.getLogger(DeepUpscaler.class);

    private final TilePlan plan;
    private final ReentrantLock device = new ReentrantLock(true); // one such tile at a time

    /**
     * @param plan cuts, and hears what was too much
     */
    DeepUpscaler(TilePlan plan) {
        this.plan = plan;
    }

    /**
     * The rows of T of the image from the top, as soon as their tiles are there.
     *
     * @param ticket asked before every tile, and told of it afterwards
     * @throws IOException if the sink does not take a row
     */
    void upscale(LoadedMap map, DeepImage image, DeepTileRows.Sink sink, Ticket ticket)
            throws IOException {
        TileGrid grid =
                plan.tiling(map, TileMode.EXACT, image.width(), image.height())
                        .grid(image.width(), image.height(), map.scale());
        DeepTileRows rows = new DeepTileRows(grid, sink);
        for (int i = 0; i < grid.count(); i++) {
            ticket.check();
            rows.place(i, upscale(map, grid.tile(image, i)));
            ticket.worked(grid);
        }
    }

    private DeepImage upscale(LoadedMap map, DeepImage tile) {
        device.lock();
        try {
            return map.upscale(tile);
        } catch (DeviceMemoryException | OutOfMemoryError tooMuch) {
            LOG.warn("a tile of {} is too much for the device", tile);
            plan.refused(map, tile.area());
            return Piecewise.pieces(map, tile, tooMuch);
        } finally {
            device.unlock();
        }
    }
}
