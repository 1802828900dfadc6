package io.monge.ot.benchmark;

import java.util.SplittableRandom;

/**
 * W2GN's distributions in the plane, before they are centred and whitened: clusters of standard
 * deviation 1, and the swiss roll.
 */
public enum ToyTarget {
    /** t (cos t, sin t) with t = 1.5 π (1 + 2u), and noise of 0.8, over 7.5. */
    SWISSROLL {
        @Override
        float[] row(SplittableRandom random) {
            double t = 1.5 * Math.PI * (1 + 2 * random.nextDouble());
            double x = t * Math.cos(t) + 0.8 * random.nextGaussian();
            double y = t * Math.sin(t) + 0.8 * random.nextGaussian();
            return new float[] {(float) (x / 7.5), (float) (y / 7.5)};
        }
    },
    /** On a circle of radius 12. */
    GAUSSIANS_8 {
        @Override
        float[] row(SplittableRandom random) {
            double angle = random.nextInt(8) * Math.PI / 4;
            return around(12 * Math.cos(angle), 12 * Math.sin(angle), random);
        }
    },
    /** A grid of 5 by 5, 9 apart. */
    GAUSSIANS_25 {
        @Override
        float[] row(SplittableRandom random) {
            return onGrid(5, random);
        }
    },
    /** A grid of 7 by 7, 9 apart. */
    GAUSSIANS_49 {
        @Override
        float[] row(SplittableRandom random) {
            return onGrid(7, random);
        }
    },
    /** A grid of 10 by 10, 9 apart. */
    GAUSSIANS_100 {
        @Override
        float[] row(SplittableRandom random) {
            return onGrid(10, random);
        }
    };

    /** One sample (2). */
    abstract float[] row(SplittableRandom random);

    private static float[] onGrid(int side, SplittableRandom random) {
        double middle = (side - 1) / 2.0;
        return around(
                9 * (random.nextInt(side) - middle), 9 * (random.nextInt(side) - middle), random);
    }

    private static float[] around(double x, double y, SplittableRandom random) {
        return new float[] {
            (float) (x + random.nextGaussian()), (float) (y + random.nextGaussian())
        };
    }

    /** As users type it: swissroll, 8gaussians, ... */
    @Override
    public String toString() {
        return this == SWISSROLL
                ? "swissroll"
                : name().substring("GAUSSIANS_".length()) + "gaussians";
    }
}
