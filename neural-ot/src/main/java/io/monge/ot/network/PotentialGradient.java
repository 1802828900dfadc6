package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.Map;

/**
 * T(x) = x - step · ∇f(x): the map that belongs to a potential f on X of the quadratic cost, as the
 * reversed solvers find it.
 *
 * @param potential f
 * @param step d / (2λ) for λ times the mean of squares over d numbers, above 0
 */
public record PotentialGradient(PotentialSpec potential, double step) implements MapSpec {
    public PotentialGradient {
        if (!(step > 0)) {
            throw new IllegalArgumentException("step is " + step + ", must be above 0");
        }
    }

    @Override
    public Map<String, Shape> shapes() {
        return potential.shapes();
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        return potential.initialWeights(seed);
    }

    @Override
    public TransportMap over(Parameters weights) {
        Potential f = potential.over(weights);
        // ∇f takes a graph even where none is recorded, and f would take that for its training.
        Potential frozen = weights.areTrained() ? potential.over(weights.detached()) : f;
        return x -> {
            Potential now = GradientScope.isRecording() ? f : frozen;
            return TorchOps.addScaled(x, Gradients.of(now, x), -step);
        };
    }

    /** 1: X = Y. */
    @Override
    public int scale() {
        return 1;
    }

    /** The whole input. */
    @Override
    public int receptiveRadius() {
        return potential.size();
    }
}
