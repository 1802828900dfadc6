package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.ResNet;
import io.monge.ot.network.UNet;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Updates that are not finite in bf16. */
class PlayersTest {
    private static final List<Arithmetic> BF16_FIRST = List.of(Arithmetic.BF16, Arithmetic.FLOAT32);
    private static final Edsr EDSR = new Edsr(2, 1, 4, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);

    @Test
    void anUpdateThatIsNotFiniteInBf16IsRepeatedInFloat32() {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Players players = players(root, EDSR, BF16_FIRST);
            NDArray one = TorchOps.variable(TorchOps.upload(scope.manager(), new float[] {1}, 1));
            NDArray bad = TorchOps.upload(scope.manager(), new float[] {Float.NaN}, 1);
            AtomicInteger computed = new AtomicInteger();
            AtomicInteger repeats = new AtomicInteger();

            Descent descent =
                    players.firstFinite(
                            List.of(one),
                            (round, batch) -> {
                                computed.incrementAndGet();
                                boolean narrow = round.map().arithmetic() == Arithmetic.BF16;
                                NDArray loss = narrow ? one.mul(bad).sum() : one.square().sum();
                                return new Descent(
                                        loss, TorchOps.grad(loss, List.of(one)), List.of());
                            },
                            repeats::incrementAndGet);

            assertThat(computed).hasValue(2);
            assertThat(repeats).as("counted").hasValue(1);
            assertThat(descent.gradients().get(0).toFloatArray()).containsExactly(2);
        }
    }

    @Test
    void anUpdateThatIsRepeatedMovesTheRunningStatisticsOnce() {
        UNet uNet = UNet.reference(4);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Players repeated = players(root, uNet, BF16_FIRST);
            Players exact = players(root, uNet, List.of(Arithmetic.FLOAT32));
            NDArray x = TinyRuns.noise(16, 1).sample(scope.manager(), 2);
            AtomicInteger repeats = new AtomicInteger();

            repeated.firstFinite(
                    List.of(x), PlayersTest::notFiniteInBf16, repeats::incrementAndGet);
            exact.firstFinite(List.of(x), PlayersTest::notFiniteInBf16, repeats::incrementAndGet);

            assertThat(repeats).hasValue(1);
            assertThat(repeated.map().weights().toHost()).isEqualTo(exact.map().weights().toHost());
            String count = "inc.double_conv.1.num_batches_tracked";
            assertThat(repeated.map().weights().get(count).toFloatArray()).containsExactly(1);
        }
    }

    private static Descent notFiniteInBf16(Players.Round round, List<NDArray> batch) {
        NDArray loss = round.map().function().of(batch.get(0)).square().mean();
        boolean narrow = round.map().arithmetic() == Arithmetic.BF16;
        return Descent.of(
                narrow ? TorchOps.scale(loss, Double.NaN) : loss, round.map().weights(), List.of());
    }

    private static Players players(NDManager root, MapSpec map, List<Arithmetic> attempts) {
        ResNet resNet = new ResNet(8, 4, 8, 0.1, 0.2);
        Parameters theta =
                Parameters.trainable(root, map.initialWeights(1), MemoryFormat.CHANNELS_LAST);
        Parameters omega =
                Parameters.trainable(root, resNet.initialWeights(1), MemoryFormat.CHANNELS_LAST);
        SolverAssembly parts =
                new SolverAssembly(
                        root,
                        SolverAssembly.start(TinyRuns.spec(new MeanSquare(1), 0), 1),
                        MemoryFormat.CHANNELS_LAST);
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-3), 0, 0.9, 0);
        return new Players(
                new Player<>(
                        theta,
                        parts.adam(theta, adam, "map", "adam.map."),
                        adam.learningRate(),
                        Player.faces(root, 0, theta, attempts, map::over),
                        List.of()),
                new Player<>(
                        omega,
                        parts.adam(omega, adam, "potential", "adam.potential."),
                        adam.learningRate(),
                        Player.faces(root, 0, omega, attempts, resNet::over),
                        List.of()),
                new WeightAverage(theta.copy(root), 0.9),
                attempts,
                new Replicas(List.of()));
    }
}
