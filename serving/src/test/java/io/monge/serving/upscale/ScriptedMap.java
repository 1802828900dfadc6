package io.monge.serving.upscale;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.DeviceMemoryException;
import io.monge.serving.model.LoadedMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Bicubic x4 on a device whose passes can be held, counted and made to fail. */
final class ScriptedMap implements LoadedMap {

    private static final BicubicResampler NETWORK = new BicubicResampler(4);

    final List<List<RgbImage>> passes = new CopyOnWriteArrayList<>();
    final Semaphore permits;
    final AtomicInteger deepPasses = new AtomicInteger();
    volatile Consumer<List<RgbImage>> script = tiles -> {};
    volatile long mostDeepPixels = Long.MAX_VALUE; // as above, of tiles of 16 bits

    ScriptedMap(int permits) {
        this.permits = new Semaphore(permits);
    }

    static ScriptedMap free() {
        return new ScriptedMap(Integer.MAX_VALUE);
    }

    /** As a device that has no room for more pixels at once. */
    static void refuseMoreThan(long pixels, List<RgbImage> tiles) {
        if (tiles.get(0).area() * tiles.size() > pixels) {
            throw new DeviceMemoryException("a test's", new OutOfMemoryError());
        }
    }

    static Consumer<List<RgbImage>> breakingOn(Predicate<RgbImage> bad) {
        return tiles -> {
            if (tiles.stream().anyMatch(bad)) {
                throw new IllegalStateException("a test's");
            }
        };
    }

    @Override
    public List<RgbImage> upscale(List<RgbImage> tiles) {
        passes.add(tiles);
        permits.acquireUninterruptibly();
        script.accept(tiles);
        return tiles.stream().map(tile -> NETWORK.of(tile)).toList();
    }

    @Override
    public DeepImage upscale(DeepImage tile) {
        deepPasses.incrementAndGet();
        permits.acquireUninterruptibly();
        if (tile.area() > mostDeepPixels) {
            throw new DeviceMemoryException("a test's", new OutOfMemoryError());
        }
        return NETWORK.of(tile);
    }

    @Override
    public int scale() {
        return 4;
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
    public void close() {}
}
