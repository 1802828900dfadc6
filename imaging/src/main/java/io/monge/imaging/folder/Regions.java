package io.monge.imaging.folder;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Image files as training and scoring keep them: small images whole, of large ones random regions,
 * so that a folder of photographs fits into memory. One file is decoded at a time, once.
 *
 * @param codec with its limits
 * @param count regions of a large image
 * @param side of a region in HR px, a multiple of the scale
 */
public record Regions(ImageCodec codec, int count, int side) {
    /** HR pixels up to which an image is kept whole. */
    private static final long WHOLE = 1 << 20;

    /**
     * The image, or regions of it.
     *
     * @param smallest side that is of use, px
     * @throws IllegalArgumentException if the file is no image, or smaller than that
     */
    public List<RgbImage> of(Path file, int smallest, SplittableRandom random) throws IOException {
        RgbImage image = decode(file);
        if (Math.min(image.width(), image.height()) < smallest) {
            throw new IllegalArgumentException(
                    "'%s' is %dx%d px; at least %d px are needed"
                            .formatted(file, image.width(), image.height(), smallest));
        }
        if (image.area() <= WHOLE) {
            return List.of(image);
        }
        List<RgbImage> regions = new ArrayList<>();
        int width = Math.min(side, image.width());
        int height = Math.min(side, image.height());
        for (int i = 0; i < count; i++) {
            int left = random.nextInt(image.width() - width + 1);
            int top = random.nextInt(image.height() - height + 1);
            regions.add(image.crop(left, top, width, height));
        }
        return regions;
    }

    /**
     * The pair, or the same regions of both.
     *
     * @throws IllegalArgumentException if HR is not {@code scale} times LR but for a remainder
     */
    public List<ScenePair> of(FilePair files, int scale, SplittableRandom random)
            throws IOException {
        RgbImage lr = decode(files.lr());
        RgbImage hr = decode(files.hr());
        int width = scale * lr.width();
        int height = scale * lr.height();
        if (hr.width() / scale != lr.width() || hr.height() / scale != lr.height()) {
            throw new IllegalArgumentException(
                    "'%s' is %dx%d px and '%s' %dx%d: no pair of scale %d"
                            .formatted(
                                    files.lr(),
                                    lr.width(),
                                    lr.height(),
                                    files.hr(),
                                    hr.width(),
                                    hr.height(),
                                    scale));
        }
        ScenePair pair = new ScenePair(lr, hr.crop(0, 0, width, height));
        if (hr.area() <= WHOLE) {
            return List.of(pair);
        }
        List<ScenePair> regions = new ArrayList<>();
        int lrSide = Math.min(side / scale, Math.min(lr.width(), lr.height()));
        for (int i = 0; i < count; i++) {
            int left = random.nextInt(lr.width() - lrSide + 1);
            int top = random.nextInt(lr.height() - lrSide + 1);
            regions.add(pair.crop(left, top, lrSide));
        }
        return regions;
    }

    private RgbImage decode(Path file) throws IOException {
        try {
            return codec.decode(file);
        } catch (MalformedImageException e) {
            throw new IllegalArgumentException(
                    "'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
