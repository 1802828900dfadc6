package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Oracle;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.network.ResNet;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.TorchOps;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole runs against the reference's training script, batch by batch. */
class OtsTraceTest {
    /** Two networks, four iterations: differences of float32 sums grow; SEEDS' suggestion. */
    private static final double LOSS = 1e-4;

    /**
     * The learning rate is 1e-3. Adam divides by the gradient's size, so where a gradient is all
     * rounding noise a single weight may end anywhere within a step; on average they agree.
     */
    private static final double MEAN_WEIGHT = 1e-6;

    private static final double FARTHEST_WEIGHT = 1e-3;

    @Test
    void otsFollowsTheReferenceScriptLossByLossWithItsOrderAndItsHalf() {
        Oracle trace = Oracle.load("trace_ots_sr_L2");
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-3), 0.9, 0.999, 1e-10);
        Ots spec =
                new Ots(
                        Edsr.reference(4, 1, 8),
                        new ResNet(16, 4, 16, 0.1, 0.2),
                        new Mse(Up.BICUBIC, 2),
                        0.5,
                        new Alternation(1, 2, Alternation.Order.MAP_FIRST),
                        new Unconstrained(),
                        2,
                        adam,
                        adam,
                        0);
        Sampler lr = batches(trace.get("lr_batches"));
        Sampler hr = batches(trace.get("hr_batches"));
        float[] mapLosses = trace.get("G_losses").floats();
        float[] potentialLosses = trace.get("D_losses").floats();

        try (OptimalTransportSolver solver = spec.resume(Compute.cpu(1), start(spec, trace))) {
            for (int i = 0; i < 4; i++) {
                StepReport report = solver.step(lr, hr);

                double mapLoss = (mapLosses[2 * i] + mapLosses[2 * i + 1]) / 2.0;
                assertThat(report.mapLoss()).isCloseTo(mapLoss, within(LOSS));
                assertThat(report.potentialLoss()).isCloseTo(-potentialLosses[i], within(LOSS));
            }
            SolverState end = solver.state();
            compare(
                    spec.map(),
                    end.tensors(),
                    "map.",
                    trace.part("G1.", spec.map().shapes().keySet()));
            compare(
                    spec.potential(),
                    end.tensors(),
                    "potential.",
                    trace.part("D1.", spec.potential().shapes().keySet()));
        }
    }

    private static void compare(
            NetworkSpec spec,
            Map<String, HostTensor> end,
            String prefix,
            Map<String, HostTensor> wanted) {
        double total = 0;
        for (String name : spec.shapes().keySet()) {
            float[] actual = end.get(prefix + name).floats();
            float[] expected = wanted.get(name).floats();
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs((double) actual[i] - expected[i]);
                assertThat(difference).as(prefix + name).isLessThan(FARTHEST_WEIGHT);
                total += difference;
            }
        }
        assertThat(total / spec.parameters()).as("mean of " + prefix).isLessThan(MEAN_WEIGHT);
    }

    private static SolverState start(Ots spec, Oracle trace) {
        Map<String, HostTensor> tensors = new HashMap<>();
        spec.map().shapes().keySet().forEach(n -> tensors.put("map." + n, trace.get("G0." + n)));
        spec.potential()
                .shapes()
                .keySet()
                .forEach(n -> tensors.put("potential." + n, trace.get("D0." + n)));
        return new SolverState(0, 0, Map.of(), tensors);
    }

    /** Hands out the batches of (k, n, 3, h, w) in order. */
    private static Sampler batches(HostTensor all) {
        float[] values = all.floats();
        long[] shape = all.shape();
        int length = (int) (shape[1] * shape[2] * shape[3] * shape[4]);
        int[] next = {0};
        return (scope, n) -> {
            float[] batch = new float[length];
            System.arraycopy(values, length * next[0]++, batch, 0, length);
            return TorchOps.upload(scope, batch, shape[1], shape[2], shape[3], shape[4]);
        };
    }
}
