package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** On ψ(u) = ‖u‖²/2, where the point is y itself and Adam's first step is its rate. */
class InnerMaximumTest {
    /** Its floats are 0.5. */
    private static final RandomGenerator HALVES = () -> Long.MIN_VALUE;

    @Test
    void aPointThatHasArrivedIsNotMovedAgain() {
        float[] found = inverse(new InnerMaximum(0.1, 1000, 1e-3), 0.4f, 0.6f);

        assertThat(found[0]).isCloseTo(0.4f, within(1e-6f));
        assertThat(found[1]).isCloseTo(0.6f, within(1e-6f));
    }

    @Test
    void aPointThatStartsNearEnoughStaysWhereItIs() {
        float[] found = inverse(new InnerMaximum(0.1, 1000, 1e-3), 0.5005f, 0.4995f);

        assertThat(found).containsExactly(0.5f, 0.5f);
    }

    @Test
    void aPointTooFarAwayTakesTheStepsThereAre() {
        float[] found = inverse(new InnerMaximum(0.1, 1, 1e-3), 0, 0);

        assertThat(found[0]).isCloseTo(0.4f, within(1e-6f));
        assertThat(found[1]).isCloseTo(0.4f, within(1e-6f));
    }

    private static float[] inverse(InnerMaximum inner, float... y) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray wanted = TorchOps.upload(scope.manager(), y, y.length, 1);
            return inner.inverse(new HalfSquare(), wanted, HALVES).toFloatArray();
        }
    }

    private static final class HalfSquare implements ConvexPotential {
        @Override
        public NDArray of(NDArray x) {
            return TorchOps.scale(x.square().sum(new int[] {1}), 0.5);
        }

        @Override
        public NDArray push(NDArray x) {
            return x;
        }

        @Override
        public void project() {
            // no weights
        }
    }
}
