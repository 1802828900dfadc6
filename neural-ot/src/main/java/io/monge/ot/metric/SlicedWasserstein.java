package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sliced Wasserstein-1 distance between the 8×8×3 patches of two sets of images, no pairs needed:
 * patches as points of [−1, 1]^192, the mean over random unit projections of W1 on the line.
 *
 * <p>{@link Distances#meanRemoved} uses projections whose weights sum to zero in every channel. It
 * does not see flat colour at all, so it measures edges and texture; the plain distance is ruled by
 * the palette.
 *
 * <p>The same seed draws the same projections and the same patch positions for images of the same
 * sizes. Two sets are compared fairly only with equally many patches.
 */
public final class SlicedWasserstein {

    /** Side of a patch in px. */
    public static final int PATCH = 8;

    private static final int PLANE = PATCH * PATCH;

    private final int patches;
    private final long seed;
    private final float[][] plain;
    private final float[][] meanRemoved;

    /** Both distances, in the units of values in [−1, 1]. */
    public record Distances(double plain, double meanRemoved) {}

    /** The sorted projections of one set, so that many sets can be compared with it. */
    public static final class Reference {
        private final float[][] plain;
        private final float[][] meanRemoved;

        private Reference(float[][] plain, float[][] meanRemoved) {
            this.plain = plain;
            this.meanRemoved = meanRemoved;
        }
    }

    /** 6144 patches and 256 projections, as in the project's recipes. */
    public static SlicedWasserstein seeded(long seed) {
        return new SlicedWasserstein(6144, 256, seed);
    }

    /**
     * A distance with its own numbers.
     *
     * @param patches drawn from each set, with replacement
     * @param projections directions of each kind
     */
    public SlicedWasserstein(int patches, int projections, long seed) {
        if (patches < 1) {
            throw new IllegalArgumentException("at least one patch is needed, not " + patches);
        }
        this.patches = patches;
        this.seed = seed;
        this.plain = Directions.uniform(projections, 3 * PLANE, seed);
        this.meanRemoved = withoutMean(Directions.uniform(projections, 3 * PLANE, seed + 1));
    }

    /** The distance between two sets. */
    public Distances between(List<RgbImage> images, List<RgbImage> others) {
        return between(images, reference(others));
    }

    /** The distance between a set and one prepared before by this object. */
    public Distances between(List<RgbImage> images, Reference reference) {
        // Other positions than the reference's: comparing a set with itself then gives the floor
        // that finite samples allow, not zero.
        float[][] drawn = draw(images, seed + 2);
        return new Distances(
                distance(project(drawn, plain), reference.plain),
                distance(project(drawn, meanRemoved), reference.meanRemoved));
    }

    /** Prepares the set that others will be compared with. */
    public Reference reference(List<RgbImage> images) {
        float[][] drawn = draw(images, seed + 3);
        return new Reference(project(drawn, plain), project(drawn, meanRemoved));
    }

    /** Patches as columns: (3·8·8, patches), so that projecting runs along memory. */
    private float[][] draw(List<RgbImage> images, long positions) {
        Shapes.requireSome(images);
        var random = new SplittableRandom(positions);
        float[][] drawn = new float[3 * PLANE][patches];
        for (int i = 0; i < patches; i++) {
            RgbImage image = images.get(random.nextInt(images.size()));
            if (Math.min(image.width(), image.height()) < PATCH) {
                throw new IllegalArgumentException(
                        "images of at least 8x8 px are needed, this one is %dx%d"
                                .formatted(image.width(), image.height()));
            }
            int left = random.nextInt(image.width() - PATCH + 1);
            int top = random.nextInt(image.height() - PATCH + 1);
            copy(image, left, top, drawn, i);
        }
        return drawn;
    }

    /** One patch, channel by channel (3, 8, 8), values in [−1, 1], into column {@code to}. */
    private static void copy(RgbImage image, int left, int top, float[][] columns, int to) {
        byte[] pixels = image.pixels();
        for (int y = 0; y < PATCH; y++) {
            int row = 3 * ((top + y) * image.width() + left);
            for (int x = 0; x < PATCH; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int value = pixels[row + 3 * x + channel] & 0xff;
                    columns[channel * PLANE + y * PATCH + x][to] = value / 127.5f - 1;
                }
            }
        }
    }

    private static float[][] withoutMean(float[][] directions) {
        float[][] centred = new float[directions.length][];
        for (int i = 0; i < directions.length; i++) {
            float[] direction = directions[i];
            for (int channel = 0; channel < 3; channel++) {
                double mean = 0;
                for (int j = 0; j < PLANE; j++) {
                    mean += direction[channel * PLANE + j] / (double) PLANE;
                }
                for (int j = 0; j < PLANE; j++) {
                    direction[channel * PLANE + j] -= (float) mean;
                }
            }
            centred[i] = Directions.normalised(direction);
        }
        return centred;
    }

    private static float[][] project(float[][] columns, float[][] directions) {
        float[][] sorted = new float[directions.length][];
        for (int i = 0; i < directions.length; i++) {
            sorted[i] = Directions.projectColumns(columns, directions[i]);
            Arrays.sort(sorted[i]);
        }
        return sorted;
    }

    private static double distance(float[][] a, float[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                sum += Math.abs(a[i][j] - b[i][j]);
            }
        }
        return sum / ((double) a.length * a[0].length);
    }
}
