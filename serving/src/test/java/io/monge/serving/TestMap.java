package io.monge.serving;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.serving.model.LoadedMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A map without a network: bicubic, with one grey level added for each version, so that a picture
 * tells who made it. Fails when used after it was closed.
 */
public final class TestMap implements LoadedMap {

    private static final int SCALE = 4;

    private final int shade;
    private final Semaphore permits; // one per forward pass
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean usedAfterClose;

    private TestMap(int shade, Semaphore permits) {
        this.shade = shade;
        this.permits = permits;
    }

    public static TestMap free(int shade) {
        return new TestMap(shade, new Semaphore(Integer.MAX_VALUE));
    }

    /** Every forward pass waits for a permit. */
    public static TestMap gated(Semaphore permits) {
        return new TestMap(0, permits);
    }

    @Override
    public List<RgbImage> upscale(List<RgbImage> tiles) {
        calls.incrementAndGet();
        permits.acquireUninterruptibly();
        BicubicResampler bicubic = new BicubicResampler(SCALE);
        List<RgbImage> large =
                tiles.stream()
                        .map(tile -> bicubic.of(tile))
                        .map(image -> shaded(image, shade))
                        .toList();
        usedAfterClose |= closed;
        return large;
    }

    @Override
    public DeepImage upscale(DeepImage tile) {
        calls.incrementAndGet();
        permits.acquireUninterruptibly();
        usedAfterClose |= closed;
        return new BicubicResampler(SCALE).of(tile);
    }

    /** The picture of the version with this shade, from the bicubic one. */
    public static RgbImage shaded(RgbImage image, int shade) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.min(255, (pixels[i] & 0xFF) + shade);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    @Override
    public int scale() {
        return SCALE;
    }

    @Override
    public int receptiveRadius() {
        return 2;
    }

    @Override
    public boolean isTileable() {
        return true;
    }

    @Override
    public long bytesPerPixel() {
        return 1 << 10;
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean wasUsedAfterClose() {
        return usedAfterClose;
    }

    public int calls() {
        return calls.get();
    }
}
