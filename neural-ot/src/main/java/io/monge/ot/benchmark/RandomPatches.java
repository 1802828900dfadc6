package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.RgbImage;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.ImageTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A pool of noise patches in memory, drawn at random: what a reservoir costs, without one. */
public final class RandomPatches implements Sampler {
    private static final int POOL = 256;

    private final List<RgbImage> pool = new ArrayList<>();
    private final List<Integer> draws = new ArrayList<>();
    private final SplittableRandom random;

    /**
     * @param side of the square patches, px
     */
    public RandomPatches(int side, long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < POOL; i++) {
            byte[] pixels = new byte[RgbImage.byteLength(side, side)];
            random.nextBytes(pixels);
            pool.add(new RgbImage(side, side, pixels));
        }
    }

    @Override
    public NDArray sample(NDManager scope, int n) {
        List<RgbImage> batch = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int drawn = random.nextInt(POOL);
            draws.add(drawn);
            batch.add(pool.get(drawn));
        }
        return ImageTensors.upload(scope, batch);
    }

    /** All there is to draw from. */
    public List<RgbImage> images() {
        return List.copyOf(pool);
    }

    /** All there is to draw from: bytes, (N, h, w, 3). */
    HostTensor pixels() {
        RgbImage first = pool.get(0);
        ByteBuffer bytes = ByteBuffer.allocate(POOL * first.pixels().length);
        pool.forEach(image -> bytes.put(image.pixels()));
        long[] shape = {POOL, first.height(), first.width(), 3};
        return HostTensor.ofBytes(ElementType.U8, shape, bytes.array());
    }

    /** Which patches have been drawn so far, in their order. */
    HostTensor draws() {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * draws.size()).order(ByteOrder.LITTLE_ENDIAN);
        draws.forEach(bytes::putInt);
        return HostTensor.ofBytes(ElementType.I32, new long[] {draws.size()}, bytes.array());
    }
}
