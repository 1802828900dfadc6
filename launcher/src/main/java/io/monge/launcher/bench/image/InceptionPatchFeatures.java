package io.monge.launcher.bench.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.network.InceptionFeatures;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import io.monge.ot.tensor.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** FID's: the last pooling of Inception v3, with weights of the user's. One thread. */
final class InceptionPatchFeatures implements PatchFeatures {
    private static final int POOL3 = 2048;

    private final Compute compute;
    private final NDManager root;
    private final InceptionFeatures network;

    private InceptionPatchFeatures(Compute compute, NDManager root, InceptionFeatures network) {
        this.compute = compute;
        this.root = root;
        this.network = network;
    }

    /**
     * @param file SafeTensors or .pth, by pytorch-fid's names
     * @throws IllegalArgumentException if it holds other weights
     */
    static InceptionPatchFeatures open(Path file, Compute compute) throws IOException {
        var weights = WeightFile.read(file);
        return compute.owning(
                root ->
                        new InceptionPatchFeatures(
                                compute, root, new InceptionFeatures(root, weights)));
    }

    @Override
    public int dimension() {
        return POOL3;
    }

    @Override
    public float[][] of(HostTensor images) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray batch = TorchOps.upload(scope.manager(), images.floats(), images.shape());
            float[] features = network.of(batch).pool3().toFloatArray();
            float[][] rows = new float[features.length / POOL3][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(features, i * POOL3, (i + 1) * POOL3));
            return rows;
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
