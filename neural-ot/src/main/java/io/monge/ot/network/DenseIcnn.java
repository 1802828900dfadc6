package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * Dense input-convex network with quadratic input layers (W2GN and W2B, src/icnn.py): z_1 = q_1(x),
 * z_l = σ(W z_(l-1) + q_l(x)), ψ(x) = w z_L + κ/2 ‖x‖², with q(x) = Σ_r (A_r x)² + B x + b.
 *
 * @param dim d of x (n, d)
 * @param hidden widths of z_1 to z_L
 * @param rank terms of each q
 * @param strongConvexity κ, at least 0
 * @param activation σ
 * @param dropout probability in training, of q and W z separately; drawn from PyTorch's own
 *     generator, so that only 0 lets a run repeat bit for bit
 * @param initScale all parameters start from N(0, initScale²), then the projection
 * @param names which reference's state-dict names
 */
public record DenseIcnn(
        int dim,
        List<Integer> hidden,
        int rank,
        double strongConvexity,
        ConvexActivation activation,
        double dropout,
        double initScale,
        Names names)
        implements ConvexSpec {
    /** State-dict names of a reference. */
    public enum Names {
        /** Wasserstein2GenerativeNetworks wraps each layer: "quadratic_layers.0.0.weight". */
        W2GN(".0"),
        /** Wasserstein2Benchmark does not: "quadratic_layers.0.weight". */
        W2B("");

        private final String infix;

        Names(String infix) {
            this.infix = infix;
        }
    }

    public DenseIcnn {
        hidden = List.copyOf(hidden);
        VectorLayers.require(dim, hidden);
        if (rank < 1) {
            throw new IllegalArgumentException("rank is " + rank + ", must be at least 1");
        }
        if (!(strongConvexity >= 0) || !(initScale > 0)) {
            throw new IllegalArgumentException(
                    "strongConvexity is %s and initScale %s, must be at least 0 and above 0"
                            .formatted(strongConvexity, initScale));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ", must be in [0, 1)");
        }
    }

    /** The benchmark's: widths max(2d, 64), max(2d, 64), max(d, 32), rank 1, CELU, N(0, 0.1²). */
    public static DenseIcnn benchmark(int dim, double strongConvexity) {
        int wide = Math.max(2 * dim, 64);
        List<Integer> hidden = List.of(wide, wide, Math.max(dim, 32));
        return new DenseIcnn(
                dim, hidden, 1, strongConvexity, ConvexActivation.CELU, 0, 0.1, Names.W2B);
    }

    /** W2GN's for Gaussians: widths max(128, d) twice and max(64, d), κ 0.05, N(0, 0.05²). */
    public static DenseIcnn gaussians(int dim) {
        int wide = Math.max(128, dim);
        List<Integer> hidden = List.of(wide, wide, Math.max(64, dim));
        return new DenseIcnn(dim, hidden, 1, 0.05, ConvexActivation.CELU, 0, 0.05, Names.W2GN);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        for (int l = 0; l < hidden.size(); l++) {
            String q = quadratic(l);
            shapes.add(q + ".quadratic_decomposed", dim, rank, hidden.get(l));
            shapes.linear(q, dim, hidden.get(l));
        }
        for (int l = 0; l + 1 < hidden.size(); l++) {
            shapes.add(convex(l) + ".weight", hidden.get(l + 1), hidden.get(l));
        }
        shapes.add("final_layer.weight", 1, hidden.get(hidden.size() - 1));
        return shapes.byName();
    }

    String quadratic(int l) {
        return "quadratic_layers." + l + names.infix;
    }

    String convex(int l) {
        return "convex_layers." + l + names.infix;
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        Map<String, HostTensor> weights = new RandomWeights(seed).normal(shapes(), initScale);
        weights.replaceAll((name, w) -> isConvexWeight(name) ? RandomWeights.clampedAtZero(w) : w);
        return weights;
    }

    @Override
    public boolean isConvexWeight(String name) {
        return name.startsWith("convex_layers.") || name.startsWith("final_layer.");
    }

    @Override
    public ConvexPotential over(Parameters weights) {
        DenseIcnnForward forward = new DenseIcnnForward(this, weights);
        return new Icnn(this, weights, forward, new DenseIcnnGradient(this, weights, forward));
    }

    @Override
    public int size() {
        return dim;
    }

    @Override
    public boolean takesVectors() {
        return true;
    }
}
