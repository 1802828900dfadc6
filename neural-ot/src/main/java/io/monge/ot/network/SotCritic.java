package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * The critic of SOT (sr/net.py, "_NetD"): (n, 3, 128, 128) → (n).
 *
 * @param widths channels of the ten convolutions
 * @param hidden width of the first linear layer: 640, in deraining 64
 */
public record SotCritic(List<Integer> widths, int hidden) implements PotentialSpec {
    static final int CONVOLUTIONS = 10;
    private static final double INIT_SIGMA = 0.02;

    public SotCritic {
        widths = List.copyOf(widths);
        if (widths.size() != CONVOLUTIONS || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "widths is " + widths + ", must be 10 numbers of at least 1");
        }
        if (hidden < 1) {
            throw new IllegalArgumentException("hidden is " + hidden + ", must be at least 1");
        }
    }

    /** The reference's widths, 64 to 512. */
    public static SotCritic reference(int hidden) {
        return new SotCritic(List.of(64, 64, 128, 128, 256, 256, 512, 512, 512, 512), hidden);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int in = 3;
        for (int i = 0; i < CONVOLUTIONS; i++) {
            int kernel = i == 0 ? 5 : i % 2 == 0 ? 3 : 4;
            shapes.add("features." + 2 * i + ".weight", widths.get(i), in, kernel, kernel);
            if (i < 6) { // the last four have no bias
                shapes.add("features." + 2 * i + ".bias", widths.get(i));
            }
            in = widths.get(i);
        }
        shapes.linear("fc1", 16L * in, hidden);
        shapes.linear("fc2", hidden, 1);
        return shapes.byName();
    }

    /** Convolution weights N(0, 0.02²), the rest PyTorch's default. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.uniform(shapes());
        shapes().forEach(
                        (name, shape) -> {
                            if (shape.dimension() == 4) {
                                weights.put(name, random.normal(shape, INIT_SIGMA));
                            }
                        });
        return weights;
    }

    @Override
    public Potential over(Parameters weights) {
        return new SotCriticPotential(weights);
    }

    @Override
    public int size() {
        return 128;
    }
}
