package io.monge.ot.benchmark;

import java.util.SplittableRandom;

/** A square, torn in two: T(x) = (x₁ + sign x₁, x₂). */
final class TornSquare {
    private TornSquare() {}

    static SampledPair pair() {
        SplittableRandom random = new SplittableRandom(7);
        float[][] x = square(random);
        float[][] test = square(random);
        return new SampledPair(x, torn(square(random)), test, torn(test));
    }

    private static float[][] square(SplittableRandom random) {
        float[][] rows = new float[4_096][2];
        for (float[] row : rows) {
            row[0] = (float) random.nextDouble(-1, 1);
            row[1] = (float) random.nextDouble(-1, 1);
        }
        return rows;
    }

    private static float[][] torn(float[][] rows) {
        float[][] images = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            images[i] = new float[] {rows[i][0] + Math.signum(rows[i][0]), rows[i][1]};
        }
        return images;
    }
}
