package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;
import io.monge.ot.tensor.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * LPIPS (AlexNet, v0.1) between u = Up(x) and v = y. The reference's PERP cost is the paper's
 * {@link Perceptual} plus 0.2 times this, as a {@link Weighted} sum.
 *
 * @param up Up at the start
 * @param refreshEvery k_c in potential iterations; 0 = never
 * @param alexNetFile torchvision's AlexNet, SafeTensors or {@code .pth}
 * @param linearFile LPIPS' weights of the layers ("lin0.model.1.weight", ...)
 */
public record LearnedPerceptual(Up up, long refreshEvery, String alexNetFile, String linearFile)
        implements CostSpec {
    public LearnedPerceptual {
        if (refreshEvery < 0) {
            throw new IllegalArgumentException(
                    "refreshEvery is " + refreshEvery + ", must be at least 0");
        }
    }

    /**
     * @throws UncheckedIOException if a file cannot be read
     * @throws IllegalArgumentException if a layer is missing
     */
    @Override
    public ImageDistance distance(NDManager owner) {
        try {
            return new AlexNetLpips(
                    owner,
                    WeightFile.read(Path.of(alexNetFile)),
                    WeightFile.read(Path.of(linearFile)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The LPIPS weights could not be read from %s and %s"
                            .formatted(alexNetFile, linearFile),
                    e);
        }
    }
}
