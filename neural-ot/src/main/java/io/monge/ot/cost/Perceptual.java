package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.tensor.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The perceptual cost of App. C with VGG-16 features, with u = Up(x), v = y.
 *
 * @param up Up at the start
 * @param refreshEvery k_c in potential iterations; 0 = never
 * @param weightsFile SafeTensors or {@code .pth} with torchvision's names; only as deep as the taps
 *     need
 * @param input what these weights expect
 * @param taps ReLU layers of torchvision's {@code features}: 3, 8, 15, 22 in the paper
 * @param weights of the three parts
 */
public record Perceptual(
        Up up,
        long refreshEvery,
        String weightsFile,
        Vgg16Features.Input input,
        List<Integer> taps,
        PerceptualDistance.Weights weights)
        implements CostSpec {
    public Perceptual {
        taps = List.copyOf(taps);
        if (refreshEvery < 0) {
            throw new IllegalArgumentException(
                    "refreshEvery is " + refreshEvery + ", must be at least 0");
        }
        if (taps.isEmpty()) {
            throw new IllegalArgumentException("taps is empty, must be at least one layer");
        }
    }

    /** The paper's taps and weights over torchvision's file. */
    public static Perceptual paper(Up up, long refreshEvery, String weightsFile) {
        return new Perceptual(
                up,
                refreshEvery,
                weightsFile,
                Vgg16Features.Input.AS_IS,
                List.of(3, 8, 15, 22),
                PerceptualDistance.Weights.paper());
    }

    /**
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it does not reach the deepest tap
     */
    @Override
    public ImageDistance distance(NDManager owner) {
        try {
            return new PerceptualDistance(
                    new Vgg16Features(owner, WeightFile.read(Path.of(weightsFile)), taps, input),
                    weights);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The VGG-16 weights could not be read from " + weightsFile, e);
        }
    }
}
