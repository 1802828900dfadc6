package io.monge.ot.snapshot;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.network.MapSpec;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.ImageTensors;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.stream.Stream;

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
    private final List<TransportMap> attempts;

    private FrozenMap(ModelSnapshot snapshot, Compute compute, NDManager root) {
        this.snapshot = snapshot;
        this.compute = compute;
        this.root = root;
        Parameters masters = Parameters.frozen(root, snapshot.weights(), compute.memoryFormat());
        this.attempts =
                attempts().stream()
                        .map(arithmetic -> arithmetic.working(root, masters))
                        .map(snapshot.map()::over)
                        .toList();
    }

    /** Whatever is asked for: an image in float32 is better than none. */
    private List<Arithmetic> attempts() {
        List<Arithmetic> asked = snapshot.map().attempts(compute, root);
        return asked.contains(Arithmetic.FLOAT32)
                ? asked
                : Stream.concat(asked.stream(), Stream.of(Arithmetic.FLOAT32)).toList();
    }

    /**
     * Uploads the weights.
     *
     * @throws IllegalArgumentException if bf16 is asked for and the map does not allow it
     */
    public static FrozenMap open(ModelSnapshot snapshot, Compute compute) {
        return compute.owning(root -> new FrozenMap(snapshot, compute, root));
    }

    /**
     * T(x), rounded to bytes, in one forward pass.
     *
     * @param tiles at least one, all of one size
     * @return as many images, each {@link #scale()} times as wide and high
     * @throws DeviceMemoryException if there is not enough memory for so many pixels at once
     * @throws NotFiniteException if float32 gives no numbers either
     */
    public List<RgbImage> upscale(List<RgbImage> tiles) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = ImageTensors.upload(scope.manager(), tiles);
            return ImageTensors.download(of(Layers.inFormat(x, compute.memoryFormat())));
        } catch (EngineException e) {
            throw DeviceMemoryException.orWhatItWas(e);
        }
    }

    /**
     * T(x) rounded to 16 bits, in one forward pass: no step of it goes through bytes.
     *
     * @throws DeviceMemoryException if there is not enough memory for so many pixels at once
     * @throws NotFiniteException if float32 gives no numbers either
     */
    public DeepImage upscale(DeepImage tile) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = ImageTensors.upload(scope.manager(), tile);
            return ImageTensors.downloadDeep(of(Layers.inFormat(x, compute.memoryFormat())));
        } catch (EngineException e) {
            throw DeviceMemoryException.orWhatItWas(e);
        }
    }

    /**
     * T(x) as it is, in one forward pass: what scores of unrounded images need.
     *
     * @param tiles at least one, all of one size
     * @return (n, 3, h, w), in [-1, 1] but for what the network overshoots
     */
    public HostTensor exact(List<RgbImage> tiles) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = ImageTensors.upload(scope.manager(), tiles);
            NDArray sr = of(Layers.inFormat(x, compute.memoryFormat()));
            return HostTensor.of(sr.toFloatArray(), sr.getShape().getShape());
        }
    }

    /** By the first arithmetic that keeps the image finite. */
    private NDArray of(NDArray x) {
        for (TransportMap map : attempts) {
            NDArray sr = map.of(x);
            if (TorchOps.areFinite(List.of(sr))) {
                return sr;
            }
            sr.close();
        }
        throw new NotFiniteException(snapshot.iteration());
    }

    /** Upscaling factor. */
    public int scale() {
        return snapshot.map().scale();
    }

    /** Low-resolution pixels around a tile that its result depends on. */
    public int receptiveRadius() {
        return snapshot.map().receptiveRadius();
    }

    /** The architecture: how far it sees, and what a pass takes. */
    public MapSpec spec() {
        return snapshot.map();
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
