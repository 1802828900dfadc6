package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.Map;

/**
 * f(y) = ‖y‖²/2 - ψ(y): what a potential of the inner-product form (W2B's MM solvers) is in terms
 * of the quadratic cost ‖x - y‖²/2.
 *
 * @param psi ψ
 */
public record HalfSquareMinus(PotentialSpec psi) implements PotentialSpec {
    @Override
    public Map<String, Shape> shapes() {
        return psi.shapes();
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        return psi.initialWeights(seed);
    }

    @Override
    public Potential over(Parameters weights) {
        Potential inner = psi.over(weights);
        return y -> TorchOps.scale(Convexity.squareNorm(y), 0.5).sub(inner.of(y));
    }

    /** Those of ψ. */
    @Override
    public boolean isConvexWeight(String name) {
        return psi.isConvexWeight(name);
    }

    @Override
    public int size() {
        return psi.size();
    }

    @Override
    public boolean takesVectors() {
        return psi.takesVectors();
    }
}
