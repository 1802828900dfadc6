package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import io.monge.ot.metric.L2Uvp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A pair given by samples in an {@code .npz} file: a solver sees {@code x_train} and {@code
 * y_unpaired} alone; {@code x_test} and {@code y_test} = T*(x_test) score it.
 */
public final class SampledPair implements BenchmarkPair {
    private final float[][] source;
    private final float[][] target;
    private final float[][] testX;
    private final float[][] testY;

    SampledPair(float[][] source, float[][] target, float[][] testX, float[][] testY) {
        this.source = source;
        this.target = target;
        this.testX = testX;
        this.testY = testY;
    }

    /**
     * @throws IOException if the file is no such archive
     * @throws IllegalArgumentException if arrays are missing, do not fit each other or hold values
     *     that are not finite
     */
    public static SampledPair read(Path path) throws IOException {
        NpzFile file = NpzFile.read(path);
        SampledPair pair =
                new SampledPair(
                        file.rows("x_train"),
                        file.rows("y_unpaired"),
                        file.rows("x_test"),
                        file.rows("y_test"));
        int dim = pair.dimension();
        if (pair.target[0].length != dim
                || pair.testX[0].length != dim
                || pair.testY[0].length != dim
                || pair.testX.length != pair.testY.length) {
            throw new IllegalArgumentException(
                    path
                            + ": x_train, y_unpaired, x_test and y_test must have one dimension, and"
                            + " x_test as many rows as y_test");
        }
        requireFinite(path, "x_train", pair.source);
        requireFinite(path, "y_unpaired", pair.target);
        requireFinite(path, "x_test", pair.testX);
        requireFinite(path, "y_test", pair.testY);
        return pair;
    }

    private static void requireFinite(Path path, String name, float[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "%s: row %d of %s holds %s, must be finite numbers"
                                    .formatted(path, i, name, value));
                }
            }
        }
    }

    /** The pair from Q to P; the test points are exchanged. */
    public SampledPair inverse() {
        return new SampledPair(target, source, testY, testX);
    }

    /**
     * Sets training samples aside: the last of each side, which are as random as the others.
     *
     * @param count of each side, at least 1 and at most half of them
     */
    public HeldOut holdingOut(int count) {
        int most = Math.min(source.length, target.length) / 2;
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    "%d samples cannot be held out, must be 1 to %d".formatted(count, most));
        }
        int x = source.length - count;
        int y = target.length - count;
        SampledPair rest =
                new SampledPair(Arrays.copyOf(source, x), Arrays.copyOf(target, y), testX, testY);
        return new HeldOut(
                rest,
                new TrainingPoints(
                        Arrays.copyOfRange(source, x, source.length),
                        Arrays.copyOfRange(target, y, target.length)));
    }

    /**
     * A pair and training samples that it does not have any more.
     *
     * @param rest to train on
     * @param points to choose by
     */
    public record HeldOut(SampledPair rest, TrainingPoints points) {}

    @Override
    public int dimension() {
        return source[0].length;
    }

    @Override
    public Sampler source(long seed) {
        return Rows.chosen(source, seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.chosen(target, ~seed);
    }

    /** All of them, whatever the seed. */
    @Override
    public TrainingPoints training(long seed, int most) {
        return new TrainingPoints(source, target);
    }

    /** The file's test points in its order, whatever the seed. */
    @Override
    public TestPoints test(long seed, int most) {
        int n = Math.min(most, testX.length);
        return new TestPoints(
                Arrays.copyOf(testX, n),
                Arrays.copyOf(testY, n),
                L2Uvp.variance(testX),
                L2Uvp.variance(testY));
    }
}
