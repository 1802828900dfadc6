package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * weight · mean (‖∇f(z)‖ - 1)² at points z between T(x) and y: f approximately 1-Lipschitz.
 *
 * @param weight λ_GP, at least 0; 10 in the paper
 */
public record GradientPenalty(double weight) implements PotentialConstraint {
    public GradientPenalty {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
        }
    }

    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        NDArray z = TorchOps.variable(between(batch, random));
        return TorchOps.addScaled(loss, penalty(batch.potential(), z), weight);
    }

    /** One point per sample on the segment from T(x) to y: η y + (1 - η) T(x), η ~ U[0, 1]. */
    private static NDArray between(PotentialBatch batch, RandomGenerator random) {
        NDArray hr = batch.hr();
        int n = (int) hr.getShape().get(0);
        float[] eta = new float[n];
        for (int i = 0; i < n; i++) {
            eta[i] = random.nextFloat();
        }
        long[] perSample = new long[hr.getShape().dimension()];
        Arrays.fill(perSample, 1);
        perSample[0] = n;
        NDArray weights = TorchOps.upload(hr.getManager(), eta, perSample);
        return TorchOps.interpolate(hr, batch.sr(), weights);
    }

    /** mean (‖∇f(z)‖ - 1)², differentiable in ω. */
    static NDArray penalty(Potential potential, NDArray z) {
        NDArray total = potential.of(z).sum();
        NDArray gradient = TorchOps.differentiableGrad(total, List.of(z)).get(0);
        NDArray norm = TorchOps.normPerSample(gradient);
        return norm.sub(norm.onesLike()).square().mean();
    }
}
