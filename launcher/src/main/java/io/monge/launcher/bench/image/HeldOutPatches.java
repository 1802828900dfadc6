package io.monge.launcher.bench.image;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePair;
import io.monge.imaging.scene.ScenePairs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Images or patches with their true answers, none of them ever shown to a solver, and bicubic's
 * answer.
 *
 * @param lr what a map is given
 * @param hr the truth
 * @param bicubic Up(lr), rounded to bytes; at scale 1 lr itself
 */
public record HeldOutPatches(List<RgbImage> lr, List<RgbImage> hr, List<RgbImage> bicubic) {

    public HeldOutPatches {
        lr = List.copyOf(lr);
        hr = List.copyOf(hr);
        bicubic = List.copyOf(bicubic);
        if (lr.isEmpty() || lr.size() != hr.size() || lr.size() != bicubic.size()) {
            throw new IllegalArgumentException(
                    "as many LR, HR and bicubic patches are needed, at least one: %d, %d, %d"
                            .formatted(lr.size(), hr.size(), bicubic.size()));
        }
    }

    /** Pairs of one scale, at least one. */
    static HeldOutPatches of(List<ScenePair> pairs) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("at least one pair is needed");
        }
        BicubicResampler up = new BicubicResampler(pairs.get(0).scale());
        return new HeldOutPatches(
                pairs.stream().map(ScenePair::lr).toList(),
                pairs.stream().map(ScenePair::hr).toList(),
                pairs.stream().map(pair -> up.of(pair.lr())).toList());
    }

    /**
     * One patch of each of the first {@code count} held-out scenes.
     *
     * @param lrSize side of an LR patch, px
     */
    public static HeldOutPatches of(ScenePairs scenes, int count, int lrSize) {
        return of(LongStream.range(0, count).mapToObj(i -> scenes.patch(i, lrSize)).toList());
    }

    /**
     * The middles of some of the pairs, spread over all of them.
     *
     * @param lrSize side of the square, LR px; smaller where an image is
     */
    HeldOutPatches middles(int most, int lrSize) {
        int rows = Math.min(most, count());
        int side = lrSize;
        for (RgbImage image : lr) {
            side = Math.min(side, Math.min(image.width(), image.height()));
        }
        List<ScenePair> middles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int i = row * count() / rows;
            int left = (lr.get(i).width() - side) / 2;
            int top = (lr.get(i).height() - side) / 2;
            middles.add(new ScenePair(lr.get(i), hr.get(i)).crop(left, top, side));
        }
        return of(middles);
    }

    public int count() {
        return hr.size();
    }

    /** Megapixels of all HR images together. */
    double megapixels() {
        return hr.stream().mapToLong(RgbImage::area).sum() / 1e6;
    }

    public int scale() {
        return hr.get(0).width() / lr.get(0).width();
    }
}
