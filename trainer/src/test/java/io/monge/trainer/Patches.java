package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.util.Arrays;

/** Patches for tests: each of one grey level, so that it can be recognised under any symmetry. */
final class Patches {

    private Patches() {}

    static StreamedPatch grey(int partition, long offset) {
        return new StreamedPatch(
                new StreamPosition(partition, offset),
                "image-" + offset,
                plain(4, (int) (offset % 256)));
    }

    static RgbImage plain(int side, int level) {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(side, side, pixels);
    }

    static int level(RgbImage image) {
        return image.channel(0, 0, 0);
    }
}
