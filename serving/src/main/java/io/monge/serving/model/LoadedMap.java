package io.monge.serving.model;

import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * A transport map in memory, ready to be applied; thread-safe. The one who loaded it closes it.
 *
 * <p>The seam between serving and the mathematics: everything above it speaks of images only.
 */
public interface LoadedMap extends AutoCloseable {

    /**
     * T of each tile, in the same order.
     *
     * @param tiles all of one shape
     * @return each {@link #scale} times as wide and as high
     * @throws io.monge.ot.snapshot.DeviceMemoryException if so many pixels do not fit at once
     * @throws io.monge.ot.snapshot.NotFiniteException if the map gives no numbers for a tile
     */
    List<RgbImage> upscale(List<RgbImage> tiles);

    /**
     * T of a tile of 16 bits, not rounded to fewer on the way.
     *
     * @throws io.monge.ot.snapshot.DeviceMemoryException if so many pixels do not fit at once
     * @throws io.monge.ot.snapshot.NotFiniteException if the map gives no numbers for the tile
     */
    DeepImage upscale(DeepImage tile);

    /** Upscaling factor. */
    int scale();

    /** How far an output pixel sees, px of the low-resolution image. */
    int receptiveRadius();

    /**
     * Whether tiles with a margin of {@link #receptiveRadius} give the very pixels of the untiled
     * image; some architectures see the whole of it.
     */
    boolean isTileable();

    /** About what a pass takes for each low-resolution pixel, bytes of the device's memory. */
    long bytesPerPixel();

    /** Frees the native memory; no call of {@link #upscale} may be running or follow. */
    @Override
    void close();
}
