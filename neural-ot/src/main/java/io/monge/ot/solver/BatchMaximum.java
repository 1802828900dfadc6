package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/**
 * The benchmark's MM-B: the conjugate's maximum over the batch in place of the whole space, ŷ =
 * argmax ⟨x, y⟩ - ψ(x) over the x drawn, for both potentials: ½ [mean ψ(x) - mean ψ(ŷ)] + ½ [mean
 * φ(y) - mean φ(x̂)].
 *
 * <p>The maximum over n points is biased, the more so the more dimensions there are.
 */
public record BatchMaximum() implements DualObjective {
    @Override
    public List<NDArray> losses(DualBatch batch) {
        NDArray both = ofOne(batch).add(ofOne(batch.reversed()));
        return List.of(TorchOps.scale(both, 0.5));
    }

    private static NDArray ofOne(DualBatch batch) {
        NDArray nearest =
                GradientScope.withoutGradient(() -> best(batch.psi(), batch.x(), batch.y()));
        return batch.psi().of(batch.x()).mean().sub(batch.psi().of(nearest).mean());
    }

    /** For each y the x of the batch with the greatest ⟨x, y⟩ - ψ(x). */
    private static NDArray best(ConvexPotential psi, NDArray x, NDArray y) {
        NDArray plain = TorchOps.detach(x);
        NDArray products = TorchOps.detach(y).matMul(plain.transpose());
        long[] chosen = products.sub(psi.of(plain).expandDims(0)).argMax(1).toLongArray();
        float[] rows = plain.toFloatArray();
        int width = (int) x.getShape().get(1);
        float[] picked = new float[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(rows, (int) chosen[i] * width, picked, i * width, width);
        }
        return TorchOps.upload(x.getManager(), picked, chosen.length, width);
    }

    @Override
    public boolean staysConvex() {
        return false;
    }
}
