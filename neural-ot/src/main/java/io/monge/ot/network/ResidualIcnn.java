package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * Input-convex network added to a quadratic form, so that ∇ψ starts near the identity: ψ(x) = ½ ‖M
 * x‖² + κ/2 ‖x‖² + ⟨b, x⟩ + ⟨w, z_L⟩ with z_1 = σ(q_1(x)), z_l = σ(W_l z_(l-1) + q_l(x)) and q_l(x)
 * = (A_l x)² + B_l x + b_l. Convex while W_l and w are not negative.
 *
 * @param dim d of x (n, d)
 * @param hidden widths of z_1 to z_L
 * @param strongConvexity κ, at least 0: ∇ψ can be inverted wherever it is above 0
 * @param activation σ
 */
public record ResidualIcnn(
        int dim, List<Integer> hidden, double strongConvexity, ConvexActivation activation)
        implements ConvexSpec {
    static final String FORM = "form.weight";
    static final String SHIFT = "form.bias";
    static final String LAST = "last.weight";

    public ResidualIcnn {
        hidden = List.copyOf(hidden);
        VectorLayers.require(dim, hidden);
        if (!(strongConvexity >= 0)) {
            throw new IllegalArgumentException(
                    "strongConvexity is " + strongConvexity + ", must be at least 0");
        }
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        shapes.add(FORM, dim, dim);
        shapes.add(SHIFT, dim);
        for (int l = 0; l < hidden.size(); l++) {
            shapes.linear(linear(l), dim, hidden.get(l));
            shapes.add(squared(l), dim, 1, hidden.get(l));
            if (l > 0) {
                shapes.add(convex(l), hidden.get(l), hidden.get(l - 1));
            }
        }
        shapes.add(LAST, 1, hidden.get(hidden.size() - 1));
        return shapes.byName();
    }

    static String linear(int l) {
        return "linear." + l;
    }

    static String squared(int l) {
        return "squared." + l + ".weight";
    }

    static String convex(int l) {
        return "convex." + l + ".weight";
    }

    /**
     * M = I, b = 0; B ~ N(0, 1/d), its biases N(0, ¼), A ~ N(0, 0.01/d); W and w uniform from 0 to
     * twice the mean that keeps the layers' size, w a tenth of it: the network is a small addition
     * at first.
     */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.normal(shapes(), 1);
        weights.replaceAll((name, w) -> initial(name, w, random));
        return weights;
    }

    private HostTensor initial(String name, HostTensor normal, RandomWeights random) {
        if (name.equals(FORM)) {
            return identity(dim);
        }
        if (name.equals(SHIFT)) {
            return RandomWeights.zeros(normal);
        }
        if (isConvexWeight(name)) {
            double mean = (name.equals(LAST) ? 0.1 : 1.0) / normal.shape()[1];
            return random.uniform(normal, 0, 2 * mean);
        }
        double root = 1 / Math.sqrt(dim);
        boolean isLinear = name.startsWith("linear.");
        double deviation = name.endsWith(".bias") ? 0.5 : isLinear ? root : 0.1 * root;
        return RandomWeights.scaled(normal, deviation);
    }

    private static HostTensor identity(int n) {
        float[] values = new float[n * n];
        for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
        }
        return HostTensor.of(values, n, n);
    }

    @Override
    public boolean isConvexWeight(String name) {
        return name.startsWith("convex.") || name.equals(LAST);
    }

    @Override
    public ConvexPotential over(Parameters weights) {
        ResidualIcnnForward forward = new ResidualIcnnForward(this, weights);
        return new Icnn(this, weights, forward, (x, mode) -> forward.gradient(x));
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
