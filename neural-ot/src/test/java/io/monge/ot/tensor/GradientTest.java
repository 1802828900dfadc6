package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.TransportCost;
import io.monge.ot.cost.MeanSquaredError;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.ResNet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void firstAndSecondDerivativesOfACubicMatchTheClosedForm() {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            float[] at = {-2, 0.5f, 3};
            NDArray x = TorchOps.variable(TorchOps.upload(scope.manager(), at, 3));
            NDArray cubic = x.mul(x).mul(x).sum();

            NDArray first = TorchOps.differentiableGrad(cubic, List.of(x)).get(0);
            NDArray second = TorchOps.grad(first.sum(), List.of(x)).get(0);

            assertThat(TorchOps.detach(first).toFloatArray()).containsExactly(12, 0.75f, 27);
            assertThat(second.toFloatArray()).containsExactly(-12, 3, 18);
        }
    }

    @Test
    void anInputThatDoesNotMatterHasGradientZero() {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            NDArray x = TorchOps.variable(scope.manager().ones(new Shape(2)));
            NDArray unused = TorchOps.variable(scope.manager().ones(new Shape(3)));

            List<NDArray> gradients = TorchOps.grad(x.sum(), List.of(x, unused));

            assertThat(gradients.get(1).toFloatArray()).containsOnly(0f).hasSize(3);
        }
    }

    @Test
    void theGradientOfTheMapLossMatchesFiniteDifferences() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            MapLoss loss = new MapLoss(root);
            List<float[]> gradients = loss.gradients(() -> {});

            // Along the gradient itself: d/dt loss(w + t·g) = |g|², central difference in float32.
            double squared = 0;
            for (float[] gradient : gradients) {
                for (float value : gradient) {
                    squared += (double) value * value;
                }
            }
            double step = 1e-2 / Math.sqrt(squared);
            double slope =
                    (loss.along(gradients, step) - loss.along(gradients, -step)) / (2 * step);

            // float32 losses of size 1 differ by 1e-2·|g| over the step: 7 - 3 digits remain, and
            // the curvature of piecewise-linear networks leaves a little more.
            assertThat(slope / squared).isCloseTo(1, within(1e-2));
        }
    }

    @Test
    void garbageCollectionBetweenForwardAndBackwardChangesNothing() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            MapLoss loss = new MapLoss(root);
            List<float[]> calm = loss.gradients(() -> {});

            for (int round = 0; round < 15; round++) {
                List<float[]> stressed = loss.gradients(GradientTest::collectGarbage);

                for (int i = 0; i < calm.size(); i++) {
                    assertThat(stressed.get(i)).isEqualTo(calm.get(i));
                }
            }
        }
    }

    private static void collectGarbage() {
        System.gc();
        // Whatever was freed is likely to be handed out and overwritten here.
        for (int i = 0; i < 200; i++) {
            ByteBuffer.allocateDirect(4).putFloat(Float.NaN);
        }
    }

    /** mean [2 c(x, T(x)) - f(T(x))] of tiny networks, as the solver composes it. */
    private final class MapLoss {
        private final NDManager root;
        private final Edsr edsr = Edsr.reference(2, 1, 4);
        private final ResNet resNet = new ResNet(8, 4, 8, 0.1, 0.2);
        private final Parameters map;
        private final Parameters potential;
        private final float[] x = new float[2 * 3 * 4 * 4];

        MapLoss(NDManager root) {
            this.root = root;
            map = Parameters.trainable(root, edsr.initialWeights(1), MemoryFormat.CHANNELS_LAST);
            potential =
                    Parameters.trainable(
                            root, resNet.initialWeights(2), MemoryFormat.CHANNELS_LAST);
            for (int i = 0; i < x.length; i++) {
                x[i] = 2 * random.nextFloat() - 1;
            }
        }

        List<float[]> gradients(Runnable beforeBackward) {
            try (GradientScope scope = GradientScope.recording(root)) {
                NDArray value = value(scope.manager());
                beforeBackward.run();
                return TorchOps.grad(value, map.arrays()).stream()
                        .map(NDArray::toFloatArray)
                        .toList();
            }
        }

        /** The loss with the weights moved, which are then moved back. */
        double along(List<float[]> direction, double step) {
            Parameters saved = map.copy(root);
            try (GradientScope scope = GradientScope.frozen(root)) {
                for (int i = 0; i < direction.size(); i++) {
                    NDArray weight = map.arrays().get(i);
                    long[] shape = weight.getShape().getShape();
                    NDArray towards = TorchOps.upload(scope.manager(), direction.get(i), shape);
                    NDArray moved = TorchOps.addScaled(weight, towards, step);
                    TorchOps.copyInto(List.of(weight), List.of(moved));
                }
                double value = value(scope.manager()).getFloat();
                TorchOps.copyInto(map.arrays(), saved.arrays());
                return value;
            }
        }

        private NDArray value(NDManager scope) {
            NDArray lr = TorchOps.upload(scope, x, 2, 3, 4, 4);
            NDArray sr = edsr.over(map).of(lr);
            NDArray cost =
                    new TransportCost(Up.BICUBIC.by(2), new MeanSquaredError()).of(lr, sr).mean();
            return TorchOps.scale(cost, 2).sub(resNet.over(potential).of(sr).mean());
        }
    }
}
