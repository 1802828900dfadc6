package io.monge.serving.model;

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
     */
    List<RgbImage> upscale(List<RgbImage> tiles);

    /** Upscaling factor. */
    int scale();

    /** How far an output pixel sees, px of the low-resolution image. */
    int receptiveRadius();

    /** Frees the native memory; no call of {@link #upscale} may be running or follow. */
    @Override
    void close();
}
