package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.Potential;
import io.monge.ot.network.ResNet;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientPenaltyTest {
    /** Second order in float32: the reference numbers' own suggestion. */
    private static final double SECOND_ORDER = 1e-3;

    @ParameterizedTest
    @EnumSource(MemoryFormat.class)
    void itsSecondOrderGradientIsTheReferencesEveryTime(MemoryFormat format) {
        // TorchScript may recompile what it has run a few times.
        for (int round = 0; round < 4; round++) {
            compare(format);
        }
    }

    private static void compare(MemoryFormat format) {
        Oracle oracle = Oracle.load("resnet_d_gradient_penalty");
        ResNet spec = new ResNet(16, 4, 16, 0.1, 0.2);
        List<String> names =
                spec.shapes().keySet().stream().filter(n -> oracle.has("param." + n)).toList();
        assertThat(names).hasSameSizeAs(spec.shapes().keySet());
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights = Parameters.trainable(root, oracle.part("param.", names), format);
            Potential potential = spec.over(weights);
            HostTensor input = oracle.get("input");
            NDArray z = TorchOps.upload(scope.manager(), input.floats(), input.shape());
            z = TorchOps.variable(Layers.inFormat(z, format));

            NDArray penalty = GradientPenalty.penalty(potential, z);

            assertThat((double) TorchOps.detach(penalty).getFloat())
                    .isCloseTo(oracle.get("gp").doubles()[0], within(1e-5));
            List<NDArray> gradients = TorchOps.grad(penalty, weights.arrays());
            for (int i = 0; i < names.size(); i++) {
                String name = "grad.param." + names.get(i);
                if (oracle.has(name)) { // the penalty does not depend on fc.bias
                    assertThat(oracle.error(gradients.get(i), name))
                            .as(name)
                            .isLessThan(SECOND_ORDER);
                }
            }
        }
    }
}
