package io.monge.serving.upscale;

import io.monge.imaging.DeepImage;
import io.monge.imaging.DeepTileRows;
import io.monge.imaging.RgbImage;
import io.monge.imaging.RowSink;
import io.monge.imaging.RowsInMemory;
import io.monge.imaging.TileGrid;
import io.monge.imaging.TileRows;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.ModelSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;

/**
 * Applies maps to images of any size, tile by tile, together with whatever else is being upscaled.
 * One lease covers a whole image, so every answer comes from one version. Blocking; thread-safe.
 */
public final class Upscaler {

    private final ModelSlot slot;
    private final TileBatcher batcher;
    private final DeepUpscaler deep;

    /**
     * @param batcher stays the caller's
     */
    public Upscaler(ModelSlot slot, TileBatcher batcher) {
        this.slot = slot;
        this.batcher = batcher;
        this.deep = new DeepUpscaler(batcher.plan());
    }

    /**
     * T of the image, exactly {@code scale} times as wide and as high, by the served map.
     *
     * @param ticket asked between forward passes
     * @throws UnavailableException if there is no model yet
     */
    public Upscaled upscale(RgbImage image, TileMode mode, Ticket ticket) {
        try (ModelSlot.Lease lease = slot.lease().orElseThrow(UnavailableException::noModel)) {
            return upscale(lease, image, mode, ticket);
        }
    }

    /** The same by a map that the caller has leased. */
    public Upscaled upscale(ModelSlot.Lease lease, RgbImage image, TileMode mode, Ticket ticket) {
        LoadedMap map = lease.map();
        TileGrid grid = grid(map, mode, image.width(), image.height());
        RowsInMemory large = new RowsInMemory(grid.width(), grid.height());
        enlarge(new Enlargement.Order(map, grid, i -> grid.tile(image, i), ticket), large);
        return new Upscaled(large.image(), lease.model().version());
    }

    /** How an image of this size is cut. */
    public TileGrid grid(LoadedMap map, TileMode mode, int width, int height) {
        return batcher.plan().tiling(map, mode, width, height).grid(width, height, map.scale());
    }

    /**
     * The rows of the upscaled image from the top, as soon as their tiles are there; neither image
     * need ever be whole in memory.
     *
     * @param grid of {@link #grid}
     * @param tiles the source's tile of a number; asked in order
     * @throws UncheckedIOException if the sink does not take a row
     */
    public void upscale(
            LoadedMap map,
            TileGrid grid,
            IntFunction<RgbImage> tiles,
            RowSink sink,
            Ticket ticket) {
        enlarge(new Enlargement.Order(map, grid, tiles, ticket), sink);
    }

    /**
     * The rows of T of an image of 16 bits, in as many, from the top, as soon as their tiles are
     * there.
     *
     * @throws IOException if the sink does not take a row
     */
    void upscale(LoadedMap map, DeepImage image, DeepTileRows.Sink sink, Ticket ticket)
            throws IOException {
        deep.upscale(map, image, sink, ticket);
    }

    private void enlarge(Enlargement.Order order, RowSink sink) {
        TileRows rows = new TileRows(order.grid(), sink);
        batcher.enlarge(
                order,
                (index, tile) -> {
                    try {
                        rows.place(index, tile);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        if (!rows.isWhole()) {
            throw new IllegalStateException("rows of the upscaled image are missing");
        }
    }
}
