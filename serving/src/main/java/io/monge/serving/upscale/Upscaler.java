package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.ModelSlot;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies the served map to images of any size, tile by tile. One lease covers a whole image, so
 * every answer comes from one version. Blocking; thread-safe.
 */
public final class Upscaler {

    private final ModelSlot slot;
    private final TileConfig tiles;

    public Upscaler(ModelSlot slot, TileConfig tiles) {
        this.slot = slot;
        this.tiles = tiles;
    }

    /**
     * T of the image, exactly {@code scale} times as wide and as high.
     *
     * @param ticket asked before every forward pass
     * @throws UnavailableException if there is no model yet
     */
    public Upscaled upscale(RgbImage image, TileMode mode, Ticket ticket) {
        try (ModelSlot.Lease lease = slot.lease().orElseThrow(UnavailableException::noModel)) {
            LoadedMap map = lease.map();
            RgbImage large = apply(map, image, tiling(map, mode), ticket);
            return new Upscaled(large, lease.model().version());
        }
    }

    private Tiling tiling(LoadedMap map, TileMode mode) {
        return switch (mode) {
            case BLENDED -> new Tiling(tiles.size(), tiles.overlap(), Seam.BLEND);
            // At least half of each tile is its own even where the receptive field is huge.
            case EXACT ->
                    Tiling.exact(
                            Math.max(tiles.size(), 4 * map.receptiveRadius()),
                            map.receptiveRadius());
        };
    }

    private RgbImage apply(LoadedMap map, RgbImage image, Tiling tiling, Ticket ticket) {
        TileGrid grid = tiling.grid(image.width(), image.height(), map.scale());
        List<RgbImage> large = new ArrayList<>(grid.count());
        for (int first = 0; first < grid.count(); first += tiles.batch()) {
            ticket.check();
            List<RgbImage> batch = new ArrayList<>(tiles.batch());
            for (int i = first; i < Math.min(grid.count(), first + tiles.batch()); i++) {
                batch.add(grid.tile(image, i));
            }
            large.addAll(map.upscale(batch));
        }
        return large.size() == 1 ? large.get(0) : grid.join(large);
    }
}
