package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Potential;
import io.monge.ot.SolverState;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PotentialViewTest {
    private static final Compute CPU = Compute.cpu(1);
    private static final int SIDE = 5;

    @Test
    void aShiftedImageIsMovedByUpToSoManyPixelsWithZerosComingIn() {
        try (NDManager scope = CPU.openRoot()) {
            float[] dot = new float[SIDE * SIDE];
            dot[2 * SIDE + 2] = 1;
            NDArray y = TorchOps.upload(scope, dot, 1, 1, SIDE, SIDE);
            SplittableRandom random = new SplittableRandom(3);
            Set<Integer> places = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                places.add(placeOfTheDot(new Shifted(1), y, random));
            }
            assertThat(places).containsExactlyInAnyOrder(6, 7, 8, 11, 12, 13, 16, 17, 18);
        }
    }

    private static int placeOfTheDot(PotentialView view, NDArray y, SplittableRandom random) {
        NDArray[] seen = new NDArray[1];
        Potential network =
                image -> {
                    seen[0] = image;
                    return image.sum(new int[] {1, 2, 3});
                };
        assertThat(view.of(network, random).of(y).toFloatArray()).containsExactly(1f);
        assertThat(seen[0].getShape()).isEqualTo(new Shape(1, 1, SIDE, SIDE));
        return (int) seen[0].flatten().argMax().getLong();
    }

    @Test
    void withoutItsMeanColourAnImageIsSeenAlikeUnderAnyCast() {
        try (NDManager scope = CPU.openRoot()) {
            float[] pixels = {1, 2, 3, 6, 0, 0, 4, 0};
            float[] cast = {11, 12, 13, 16, -5, -5, -1, -5};
            NDArray y = TorchOps.upload(scope, pixels, 1, 2, 2, 2);
            NDArray other = TorchOps.upload(scope, cast, 1, 2, 2, 2);
            Potential seen = new MeanFree(new Whole()).of(image -> image, new SplittableRandom(1));

            assertThat(seen.of(y).toFloatArray()).containsExactly(-2, -1, 0, 3, -1, -1, 3, -1);
            assertThat(seen.of(other).toFloatArray()).isEqualTo(seen.of(y).toFloatArray());
        }
    }

    @Test
    void thePotentialRewardsNoChangeOfTheMeanColour() {
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            float[] pixels = {1, 2, 3, 6, 0, 0, 4, 0};
            NDArray y =
                    Convexity.differentiable(TorchOps.upload(scope.manager(), pixels, 1, 2, 2, 2));
            Potential squares = image -> image.square().sum(new int[] {1, 2, 3});
            Potential f = new MeanFree(new Whole()).of(squares, new SplittableRandom(1));

            NDArray slope = TorchOps.grad(f.of(y).sum(), List.of(y)).get(0);

            assertThat(slope.toFloatArray()).containsExactly(-4, -2, 0, 6, -2, -2, 6, -2);
        }
    }

    @Test
    void aRunWithShiftsIsTheSameEveryTimeAndWhenResumed() {
        Ots spec = shifted(TinyRuns.spec(new MeanSquare(0.01), 2));
        SolverState middle;
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            solver.step(TinyRuns.noise(4, 1), TinyRuns.noise(8, 2));
            middle = solver.state();
        }
        SolverState end = next(spec, middle);

        assertThat(next(spec, middle)).isEqualTo(end);
        assertThat(next(TinyRuns.spec(new MeanSquare(0.01), 2), middle)).isNotEqualTo(end);
    }

    private static SolverState next(Ots spec, SolverState from) {
        try (OptimalTransportSolver solver = spec.resume(CPU, from)) {
            solver.step(TinyRuns.noise(4, 3), TinyRuns.noise(8, 4));
            return solver.state();
        }
    }

    @Test
    void aShiftMustFitThePotential() {
        assertThatThrownBy(() -> new Shifted(8).requireFor(8, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("view shifted by 8 px does not fit a potential of 8 px images");
        assertThatThrownBy(() -> new Shifted(2).requireFor(16, true))
                .hasMessage("view shifted by 2 px does not fit a potential of vectors");
        assertThatThrownBy(() -> new MeanFree(new Shifted(8)).requireFor(8, false))
                .hasMessage("view shifted by 8 px does not fit a potential of 8 px images");
        assertThatThrownBy(() -> new MeanFree(new Whole()).requireFor(16, true))
                .hasMessage("view mean-free does not fit a potential of vectors");
        assertThatThrownBy(() -> new Shifted(0)).hasMessage("by is 0 px, must be at least 1");
    }

    private static Ots shifted(Ots spec) {
        return new Ots(
                spec.map(),
                spec.potential(),
                spec.cost(),
                spec.contentWeight(),
                spec.alternation(),
                spec.constraint(),
                new Shifted(2),
                spec.batchSize(),
                spec.mapOptimizer(),
                spec.potentialOptimizer(),
                spec.averageDecay());
    }
}
