package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.TransportMap;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.Map;

/**
 * The benchmark pair by its recipe: P the mixture of three Gaussians of seed 0, T* = s · (∇ψ1 + ∇ψ2
 * + shift) with two given convex networks, Q = T*#P.
 *
 * <p>The weights and T* live in the manager it was opened with.
 */
public final class Mix3toMix10 {
    /** As loaded; the networks were trained with 1e-4. */
    private static final double STRONG_CONVEXITY = 1e-2;

    private final GaussianMixture source;
    private final ConvexPotential first;
    private final ConvexPotential second;
    private final Standardisation standardisation;

    /**
     * Makes Q centred with total variance d.
     *
     * @param shift (d), minus the mean of ∇ψ1 + ∇ψ2 over P
     * @param scale one over the root of the mean variance of its coordinates
     */
    public record Standardisation(float[] shift, double scale) {}

    /**
     * @param owner of the uploaded weights
     * @param first state dict of ψ1 (W2B's names)
     * @param second state dict of ψ2
     */
    public Mix3toMix10(
            NDManager owner,
            Map<String, HostTensor> first,
            Map<String, HostTensor> second,
            Standardisation standardisation) {
        int dim = standardisation.shift().length;
        DenseIcnn spec = DenseIcnn.benchmark(dim, STRONG_CONVEXITY);
        this.source = GaussianMixture.draw(0, 3, dim);
        this.first = spec.over(Parameters.frozen(owner, first, MemoryFormat.CONTIGUOUS));
        this.second = spec.over(Parameters.frozen(owner, second, MemoryFormat.CONTIGUOUS));
        this.standardisation = standardisation;
    }

    /** Samples of P. */
    public Sampler source(long seed) {
        return source.sampler(seed);
    }

    /** Samples of Q, independent of the source's of the same seed. */
    public Sampler target(long seed) {
        Sampler independent = source.sampler(~seed);
        TransportMap map = map();
        return (scope, n) -> TorchOps.detach(map.of(independent.sample(scope, n)));
    }

    /** T*. */
    public TransportMap map() {
        return x -> {
            NDArray raw = first.push(x).add(second.push(x));
            long dim = standardisation.shift().length;
            NDArray shift = TorchOps.upload(x.getManager(), standardisation.shift(), 1, dim);
            return TorchOps.scale(raw.add(shift), standardisation.scale());
        };
    }
}
