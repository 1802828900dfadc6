package io.monge.trainer;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A folder of true pairs on the disk: the blobs, sharp and averaged. */
final class TruePairs {

    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 20, 1 << 20));

    private TruePairs() {}

    static void write(Path folder, int count) {
        // The same draws give the same blobs, once sharp and once averaged.
        List<RgbImage> hr = Blobs.hr(new Random(7), count);
        List<RgbImage> lr = Blobs.lr(new Random(7), count);
        for (int i = 0; i < count; i++) {
            write(folder.resolve("blob%d_LR.png".formatted(i)), lr.get(i));
            write(folder.resolve("blob%d_HR.png".formatted(i)), hr.get(i));
        }
    }

    static void write(Path file, RgbImage image) {
        try {
            Files.write(file, CODEC.encodePng(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
