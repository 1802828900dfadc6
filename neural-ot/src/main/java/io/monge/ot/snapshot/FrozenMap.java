package io.monge.ot.snapshot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.RgbImage;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.ImageTensors;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import java.util.List;

/**
 * A published map ready for use: weights on the device, no gradients, no arrays in its API.
 *
 * <p>Several threads may call {@link #upscale} at once. {@link #close} frees the native memory;
 * call it when no call is running, and none comes after.
 */
public final class FrozenMap implements AutoCloseable {
    private final ModelSnapshot snapshot;
    private final Compute compute;
    private final NDManager root;
    private final TransportMap map;

    private FrozenMap(ModelSnapshot snapshot, Compute compute, NDManager root) {
        this.snapshot = snapshot;
        this.compute = compute;
        this.root = root;
        this.map =
                snapshot.map()
                        .over(Parameters.frozen(root, snapshot.weights(), compute.memoryFormat()));
    }

    /** Uploads the weights. */
    public static FrozenMap open(ModelSnapshot snapshot, Compute compute) {
        NDManager root = compute.openRoot();
        try {
            return new FrozenMap(snapshot, compute, root);
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /**
     * T(x), rounded to bytes, in one forward pass.
     *
     * @param tiles at least one, all of one size
     * @return as many images, each {@link #scale()} times as wide and high
     */
    public List<RgbImage> upscale(List<RgbImage> tiles) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = ImageTensors.upload(scope.manager(), tiles);
            return ImageTensors.download(map.of(Layers.inFormat(x, compute.memoryFormat())));
        }
    }

    /** Upscaling factor. */
    public int scale() {
        return snapshot.map().scale();
    }

    /** Low-resolution pixels around a tile that its result depends on. */
    public int receptiveRadius() {
        return snapshot.map().receptiveRadius();
    }

    /** Potential iterations of the training behind it. */
    public long iteration() {
        return snapshot.iteration();
    }

    @Override
    public void close() {
        root.close();
    }
}
