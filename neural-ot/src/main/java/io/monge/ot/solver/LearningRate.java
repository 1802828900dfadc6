package io.monge.ot.solver;

/**
 * A learning rate over iterations: constant, then falling linearly to a floor, then constant.
 *
 * @param initial rate at the start, above 0
 * @param decayFrom iteration at which it begins to fall; 0 with {@code decayUntil} 0 = never
 * @param decayUntil iteration from which it stays at the floor
 * @param floor fraction of {@code initial} in [0, 1] at the end
 */
public record LearningRate(double initial, long decayFrom, long decayUntil, double floor) {
    public LearningRate {
        if (!(initial > 0)) {
            throw new IllegalArgumentException("initial is " + initial + ", must be above 0");
        }
        if (decayFrom < 0 || decayUntil < decayFrom) {
            throw new IllegalArgumentException(
                    "decayFrom is %d and decayUntil %d, must be 0 <= decayFrom <= decayUntil"
                            .formatted(decayFrom, decayUntil));
        }
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor is " + floor + ", must be in [0, 1]");
        }
    }

    public static LearningRate constant(double rate) {
        return new LearningRate(rate, 0, 0, 1);
    }

    /**
     * @param iteration passes already done
     */
    public double at(long iteration) {
        if (decayUntil == 0 || iteration <= decayFrom) {
            return initial;
        }
        if (iteration >= decayUntil) {
            return initial * floor;
        }
        double done = (double) (iteration - decayFrom) / (decayUntil - decayFrom);
        return initial * (1 - done * (1 - floor));
    }
}
