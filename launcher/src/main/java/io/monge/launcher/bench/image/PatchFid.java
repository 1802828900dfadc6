package io.monge.launcher.bench.image;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.metric.FrechetDistance;
import io.monge.ot.metric.Gaussian;
import io.monge.ot.metric.StreamingMoments;
import io.monge.ot.snapshot.FrozenMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * FID by the patch protocol of the paper's AIM19 runs (OTSR, aim19_fid_score.py): random 128 px
 * crops of the scored HR images against T of as many random crops of the scored LR images, which
 * give 128 px; an image with replacement, its crop uniform. T(x) is neither clamped nor rounded.
 *
 * <p>The reference takes 50,000 crops of either side; FID falls with their number, so values are
 * compared at equal numbers only. Bicubic answers the same LR crops as the map. One thread.
 */
final class PatchFid {
    /** Side of an HR crop, px. */
    static final int SIDE = 128;

    private static final int BATCH = 50;

    private final HeldOutPatches images;
    private final PatchFeatures features;
    private final int crops;
    private final long seed;
    private final Gaussian reference;

    /**
     * Distances to HR.
     *
     * @param crops of either side
     */
    record Scores(int crops, double bicubic, double map) {}

    /**
     * Takes the reference crops.
     *
     * @param crops of either side, at least 2
     * @throws IllegalArgumentException if an image is too small
     */
    PatchFid(HeldOutPatches images, PatchFeatures features, int crops, long seed) {
        for (RgbImage hr : images.hr()) {
            if (Math.min(hr.width(), hr.height()) < SIDE) {
                throw new IllegalArgumentException(
                        "FID needs scored images of at least %d px, one is %dx%d"
                                .formatted(SIDE, hr.width(), hr.height()));
            }
        }
        this.images = images;
        this.features = features;
        this.crops = crops;
        this.seed = seed;
        this.reference = moments(images.hr(), SIDE, seed, batch -> unit(floats(batch)));
    }

    /** FID of bicubic and of the map. */
    Scores of(FrozenMap map) {
        BicubicResampler up = new BicubicResampler(images.scale());
        Gaussian bicubic = generated(batch -> unit(floats(batch.stream().map(up::of).toList())));
        Gaussian mapped = generated(batch -> unit(map.exact(batch)));
        return new Scores(
                crops,
                FrechetDistance.between(bicubic, reference),
                FrechetDistance.between(mapped, reference));
    }

    private Gaussian generated(Function<List<RgbImage>, HostTensor> answer) {
        return moments(images.lr(), SIDE / images.scale(), seed + 1, answer);
    }

    private Gaussian moments(
            List<RgbImage> from, int side, long seed, Function<List<RgbImage>, HostTensor> answer) {
        SplittableRandom random = new SplittableRandom(seed);
        StreamingMoments moments = new StreamingMoments(features.dimension());
        for (int done = 0; done < crops; done += BATCH) {
            List<RgbImage> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(BATCH, crops - done); i++) {
                RgbImage image = from.get(random.nextInt(from.size()));
                int left = random.nextInt(image.width() - side + 1);
                int top = random.nextInt(image.height() - side + 1);
                batch.add(image.crop(left, top, side, side));
            }
            moments.add(features.of(answer.apply(batch)));
        }
        return moments.gaussian();
    }

    /** (n, 3, h, w) in [-1, 1]. */
    private static HostTensor floats(List<RgbImage> batch) {
        int area = Math.toIntExact(batch.get(0).area());
        float[] values = new float[batch.size() * RgbImage.CHANNELS * area];
        int to = 0;
        for (RgbImage image : batch) {
            for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                for (int i = channel; i < image.pixels().length; i += RgbImage.CHANNELS) {
                    values[to++] = (image.pixels()[i] & 0xFF) / 127.5f - 1;
                }
            }
        }
        RgbImage first = batch.get(0);
        return HostTensor.of(
                values, batch.size(), RgbImage.CHANNELS, first.height(), first.width());
    }

    /** (x + 1) / 2. */
    private static HostTensor unit(HostTensor images) {
        float[] values = images.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) / 2;
        }
        return HostTensor.of(values, images.shape());
    }
}
