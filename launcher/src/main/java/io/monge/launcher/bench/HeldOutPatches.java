package io.monge.launcher.bench;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePair;
import io.monge.imaging.scene.ScenePairs;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Patches with their true answers, none of them ever shown to a solver, and bicubic's answer.
 *
 * @param lr what a map is given
 * @param hr the truth
 * @param bicubic Up(lr), rounded to bytes
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

    /**
     * One patch of each of the first {@code count} held-out scenes.
     *
     * @param lrSize side of an LR patch, px
     */
    public static HeldOutPatches of(ScenePairs scenes, int count, int lrSize) {
        List<ScenePair> pairs =
                LongStream.range(0, count).mapToObj(i -> scenes.patch(i, lrSize)).toList();
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("at least one pair is needed, not " + count);
        }
        BicubicResampler up = new BicubicResampler(pairs.get(0).scale());
        return new HeldOutPatches(
                pairs.stream().map(ScenePair::lr).toList(),
                pairs.stream().map(ScenePair::hr).toList(),
                pairs.stream().map(pair -> up.of(pair.lr())).toList());
    }

    public int count() {
        return hr.size();
    }

    /** Side of an HR patch, px. */
    public int hrSize() {
        return hr.get(0).width();
    }

    public int scale() {
        return hr.get(0).width() / lr.get(0).width();
    }
}
