package io.monge.imaging.degrade;

import java.util.random.RandomGenerator;

/**
 * A closed interval from which one value per image is drawn, uniformly.
 *
 * @param min least value that is drawn, in the unit of what is drawn
 * @param max greatest value that is drawn
 */
public record Range(double min, double max) {

    public Range {
        if (!(min <= max)) {
            throw new IllegalArgumentException(
                    "Range from %s to %s is empty: min must not exceed max".formatted(min, max));
        }
    }

    double draw(RandomGenerator random) {
        return min + (max - min) * random.nextDouble();
    }
}
