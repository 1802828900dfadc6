package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.Potential;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.network.ResNet;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/** mean (‖∇f(z)‖ - 1)² and its gradient in the weights of f. */
final class GradientPenaltyOracle {
    /** TorchScript may recompile what it has run a few times. */
    private static final int ROUNDS = 4;

    private GradientPenaltyOracle() {}

    static void check(OracleFile file, Findings findings) {
        for (MemoryFormat format : MemoryFormat.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                compare(file, format, findings);
            }
        }
    }

    private static void compare(OracleFile file, MemoryFormat format, Findings findings) {
        ResNet spec = ReferenceSpecs.resNet(file, "param.", file.extent("input", 2));
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(root, file.part("param.", spec.shapes().keySet()), format);
            NDArray input = file.upload(scope.manager(), "input");
            NDArray z = TorchOps.variable(Layers.inFormat(input, format));

            NDArray penalty = GradientPenalty.penalty(spec.over(weights), z);

            findings.compare(penalty, "gp", Tolerance.FIRST_GRADIENT);
            if (file.has("grad_norms")) {
                findings.compare(
                        norms(spec.over(weights), z), "grad_norms", Tolerance.FIRST_GRADIENT);
            }
            List<NDArray> gradients = TorchOps.grad(penalty, weights.arrays());
            for (int i = 0; i < gradients.size(); i++) {
                String expected = "grad.param." + weights.names().get(i);
                if (file.has(expected)) { // the penalty does not depend on fc.bias
                    findings.compare(gradients.get(i), expected, Tolerance.SECOND_ORDER);
                }
            }
        }
    }

    private static NDArray norms(Potential potential, NDArray z) {
        NDArray total = potential.of(z).sum();
        return TorchOps.normPerSample(TorchOps.differentiableGrad(total, List.of(z)).get(0));
    }
}
