package io.monge.ot.solver;

import io.monge.ot.Potential;
import io.monge.ot.tensor.Resampling;
import java.util.random.RandomGenerator;

/**
 * The image moved by whole pixels, uniform in [-by, by] in both directions, zeros coming in.
 *
 * <p>A network that halves its input repeatedly has gradients with the period of its cells, always
 * at the same pixels of a patch. T answers with a grid. Shifts spread them over all phases.
 *
 * @param by px, at least 1; the map's scale is enough
 */
public record Shifted(int by) implements PotentialView {
    public Shifted {
        if (by < 1) {
            throw new IllegalArgumentException("by is %d px, must be at least 1".formatted(by));
        }
    }

    @Override
    public Potential of(Potential network, RandomGenerator random) {
        int right = random.nextInt(-by, by + 1);
        int down = random.nextInt(-by, by + 1);
        return y -> network.of(Resampling.pad(y, right, -right, down, -down));
    }

    @Override
    public void requireFor(int size, boolean vectors) {
        if (vectors || by >= size) {
            throw new IllegalArgumentException(
                    "view shifted by %d px does not fit a potential of %s"
                            .formatted(by, vectors ? "vectors" : size + " px images"));
        }
    }
}
