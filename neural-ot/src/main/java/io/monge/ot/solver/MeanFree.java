package io.monge.ot.solver;

import io.monge.ot.Potential;
import io.monge.ot.tensor.Convolutions;
import java.util.random.RandomGenerator;

/**
 * The image without its mean colour, seen as another view sees it.
 *
 * <p>Few photographs on either side differ in colour by chance, and a potential that sees it makes
 * T repaint. One that does not leaves colours to the transport cost, which keeps them, and rewards
 * texture alone. Where LR and HR differ in colour by nature (a colour cast that is to be undone) it
 * is the wrong view.
 *
 * @param then what is shown of the rest
 */
public record MeanFree(PotentialView then) implements PotentialView {
    @Override
    public Potential of(Potential network, RandomGenerator random) {
        Potential inner = then.of(network, random);
        return y -> inner.of(y.sub(Convolutions.meanOverSpace(y)));
    }

    @Override
    public void requireFor(int size, boolean vectors) {
        if (vectors) {
            throw new IllegalArgumentException(
                    "view mean-free does not fit a potential of vectors");
        }
        then.requireFor(size, false);
    }
}
