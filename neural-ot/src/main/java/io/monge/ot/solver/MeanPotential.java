package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.function.Function;

/** (ψ₁ + … + ψₙ) / n, convex as they are; ∇ of it is the mean of their maps. */
record MeanPotential(List<ConvexPotential> all) implements ConvexPotential {
    @Override
    public NDArray of(NDArray x) {
        return mean(psi -> psi.of(x));
    }

    @Override
    public NDArray push(NDArray x) {
        return mean(psi -> psi.push(x));
    }

    private NDArray mean(Function<ConvexPotential, NDArray> part) {
        NDArray sum = all.stream().map(part).reduce(NDArray::add).orElseThrow();
        return TorchOps.scale(sum, 1.0 / all.size());
    }

    @Override
    public void project() {
        all.forEach(ConvexPotential::project);
    }
}
