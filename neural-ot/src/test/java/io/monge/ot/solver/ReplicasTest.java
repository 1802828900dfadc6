package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.ResNet;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Precision;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several devices train as one does, here with threads of the CPU in the place of GPUs. */
class ReplicasTest {
    private static final Compute ALONE = Compute.cpu(1);
    private static final int BATCH = 6;

    @Test
    void theMeanOfTheSharesGradientsIsTheBatchsGradient() {
        float[] samples = {1, 2, 3, 4, 5, 6};
        Map<Integer, Thread> threads = new ConcurrentHashMap<>();
        try (NDManager root = ALONE.openRoot();
                Replica first = replica(root, 1);
                Replica second = replica(root, 2);
                GradientScope scope = GradientScope.recording(root)) {
            NDArray weight = TorchOps.variable(TorchOps.upload(root, new float[] {3}, 1));
            NDArray batch = TorchOps.upload(scope.manager(), samples, BATCH, 1);

            Descent mean =
                    new Replicas(List.of(first, second))
                            .mean(
                                    List.of(batch),
                                    (device, share) -> {
                                        threads.put(device, Thread.currentThread());
                                        return halfSquare(weight, share.get(0));
                                    });

            // d/dw mean (w s)^2 / 2 = w mean s^2
            assertThat(mean.gradients().get(0).toFloatArray()[0])
                    .isCloseTo(3 * 91 / 6f, within(1e-4f));
            assertThat(mean.loss().toFloatArray()[0]).isCloseTo(9 * 91 / 12f, within(1e-4f));
            assertThat(mean.measured().get(0).toFloatArray()[0]).isCloseTo(3.5f, within(1e-6f));
        }
        assertThat(threads.get(0)).isSameAs(Thread.currentThread());
        assertThat(threads.values()).doesNotHaveDuplicates().hasSize(3);
    }

    private static Replica replica(NDManager root, int number) {
        return new Replica(root.newSubManager(root.getDevice()), number, ALONE);
    }

    private static Descent halfSquare(NDArray weight, NDArray share) {
        NDArray loss = TorchOps.scale(share.mul(weight).square().mean(), 0.5);
        return new Descent(loss, TorchOps.grad(loss, List.of(weight)), List.of(share.mean()));
    }

    @Test
    void aFailureOnOneDeviceIsTheUpdatesFailureAfterAllHaveEnded() {
        Map<Integer, Boolean> ended = new ConcurrentHashMap<>();
        try (NDManager root = ALONE.openRoot();
                Replica other = replica(root, 1);
                GradientScope scope = GradientScope.recording(root)) {
            NDArray batch = TorchOps.upload(scope.manager(), new float[] {1, 2}, 2, 1);
            Replicas replicas = new Replicas(List.of(other));
            for (int failing : List.of(0, 1)) {
                ended.clear();
                assertThatThrownBy(
                                () ->
                                        replicas.mean(
                                                List.of(batch),
                                                (device, share) -> {
                                                    ended.put(device, true);
                                                    if (device == failing) {
                                                        throw new IllegalStateException(
                                                                "device " + device);
                                                    }
                                                    return new Descent(
                                                            share.get(0).sum(),
                                                            List.of(),
                                                            List.of());
                                                }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("device " + failing);
                assertThat(ended.keySet()).containsExactlyInAnyOrder(0, 1);
            }
        }
    }

    @Test
    void aTrainingOnSeveralDevicesFollowsTheOneOnOne() {
        for (int devices : List.of(2, 3)) {
            List<StepReport> alone = losses(ALONE, 6);
            List<StepReport> together = losses(shared(ALONE, devices), 6);

            for (int i = 0; i < alone.size(); i++) {
                // Sums in another order; Adam makes steps of whatever gradient that leaves.
                assertThat(together.get(i).contentLoss())
                        .isCloseTo(alone.get(i).contentLoss(), within(1e-5));
                assertThat(together.get(i).potentialLoss())
                        .isCloseTo(alone.get(i).potentialLoss(), within(1e-4));
                assertThat(together.get(i).mapLoss())
                        .isCloseTo(alone.get(i).mapLoss(), within(1e-4));
                assertThat(together.get(i).penalty())
                        .isCloseTo(alone.get(i).penalty(), within(1e-4));
            }
            assertThat(alone.get(5).contentLoss())
                    .as("the weights have moved")
                    .isNotCloseTo(alone.get(0).contentLoss(), within(1e-3));
        }
    }

    private static Compute shared(Compute one, int devices) {
        return new Compute(
                one.device(), one.threads(), one.memoryFormat(), one.precision(), devices);
    }

    private static List<StepReport> losses(Compute compute, int iterations) {
        Sampler lr = TinyRuns.noise(4, 1);
        Sampler hr = TinyRuns.noise(8, 2);
        try (OptimalTransportSolver solver = spec(2).open(compute, 7)) {
            return IntStream.range(0, iterations).mapToObj(i -> solver.step(lr, hr)).toList();
        }
    }

    @Test
    void equalSeedsGiveEqualBitsAndAResumedRunEndsAtTheSame() {
        for (Precision precision : List.of(Precision.FLOAT32, Precision.BF16)) {
            Compute two = shared(ALONE.in(precision), 2);
            SolverState half;
            Map<String, HostTensor> whole;
            Sampler lr = TinyRuns.noise(4, 1);
            Sampler hr = TinyRuns.noise(8, 2);
            try (OptimalTransportSolver solver = spec(2).open(two, 7)) {
                run(solver, 3, lr, hr);
                half = solver.state();
                run(solver, 3, TinyRuns.noise(4, 3), TinyRuns.noise(8, 4));
                whole = solver.state().tensors();
            }
            try (OptimalTransportSolver resumed = spec(2).resume(two, half)) {
                run(resumed, 3, TinyRuns.noise(4, 3), TinyRuns.noise(8, 4));
                assertThat(resumed.state().tensors()).isEqualTo(whole);
            }
        }
    }

    private static void run(OptimalTransportSolver solver, int iterations, Sampler lr, Sampler hr) {
        for (int i = 0; i < iterations; i++) {
            solver.step(lr, hr);
        }
    }

    @Test
    void whatCannotBeSharedIsRefusedInASentence() {
        assertThatThrownBy(() -> spec(0).open(shared(ALONE, 4), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchSize is 6, must be a multiple of the 4 replicas");
        assertThatThrownBy(() -> shared(ALONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas is 0, must be at least 1");
        assertThatThrownBy(() -> shared(ALONE, 2).requireOneDevice("sparse-ot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas is 2, must be 1: sparse-ot trains on one device");
    }

    private static Ots spec(long refreshEvery) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-3), 0.9, 0.999, 0);
        return new Ots(
                new Edsr(2, 1, 4, 1, GlobalSkip.BICUBIC, MapInit.UNIFORM),
                new ResNet(8, 4, 8, 0.1, 0.2),
                new Mse(Up.BICUBIC, refreshEvery),
                1,
                Alternation.algorithm1(2),
                new MeanSquare(1),
                BATCH,
                adam,
                adam,
                0.99);
    }
}
