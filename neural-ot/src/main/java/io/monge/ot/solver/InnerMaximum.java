package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The benchmark's MMv1 (Taghvaei and Jalali 2019): the conjugate's maximum by gradient steps on the
 * point itself, ŷ = argmin ψ(u) - ⟨u, y⟩ from u ~ U[0, 1], then mean ψ(x) - mean ψ(ŷ); φ the same
 * with the sides exchanged. Both stay convex, or there would be no maximum.
 *
 * @param rate of Adam on u; 0.1 in the benchmark
 * @param mostSteps at least 1; 1000 in the benchmark
 * @param tolerance mean root of the mean square of ∇ψ(u) - y per coordinate at which it stops; 1e-3
 */
public record InnerMaximum(double rate, int mostSteps, double tolerance) implements DualObjective {
    public InnerMaximum {
        if (!(rate > 0) || mostSteps < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "rate is %s, mostSteps %d and tolerance %s, must be above 0, at least 1 and at least 0"
                            .formatted(rate, mostSteps, tolerance));
        }
    }

    /** Adam 0.1, at most 1000 steps to 1e-3. */
    public static InnerMaximum benchmark() {
        return new InnerMaximum(0.1, 1000, 1e-3);
    }

    @Override
    public List<NDArray> losses(DualBatch batch) {
        return List.of(ofOne(batch), ofOne(batch.reversed()));
    }

    private NDArray ofOne(DualBatch batch) {
        NDArray found = inverse(batch.psi(), batch.y(), batch.random());
        return batch.psi().of(batch.x()).mean().sub(batch.psi().of(found).mean());
    }

    /** Where ∇ψ(u) = y. */
    NDArray inverse(ConvexPotential psi, NDArray y, RandomGenerator random) {
        long[] shape = y.getShape().getShape();
        float[] start = new float[(int) y.size()];
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextFloat();
        }
        try (NDManager scratch = y.getManager().newSubManager()) {
            Map<String, HostTensor> begin = Map.of("u", HostTensor.of(start, shape));
            Parameters point = Parameters.frozen(scratch, begin, MemoryFormat.CONTIGUOUS);
            Adam adam = new Adam(scratch, point, new Adam.Hyperparameters(0.9, 0.999, 0));
            NDArray u = point.get("u");
            boolean arrived = false;
            for (int step = 0; step < mostSteps && !arrived; step++) {
                arrived = descend(psi, u, y, adam);
            }
            NDArray found = TorchOps.copy(u);
            found.attach(y.getManager());
            return found;
        }
    }

    /** Whether it is near enough already; if not, one step. */
    boolean descend(ConvexPotential psi, NDArray u, NDArray y, Adam adam) {
        try (GradientScope scope = GradientScope.frozen(u.getManager())) {
            NDArray at = TorchOps.copy(u);
            at.attach(scope.manager());
            NDArray gradient = psi.push(at).sub(y);
            double left = TorchOps.meanPerSample(gradient.square()).sqrt().mean().getFloat();
            if (left < tolerance) {
                return true;
            }
            adam.apply(List.of(gradient), rate);
            return false;
        }
    }

    @Override
    public boolean staysConvex() {
        return true;
    }
}
