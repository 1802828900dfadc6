package io.monge.ot.network;

import ai.djl.ndarray.NDManager;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Parameters;
import java.util.List;

/** An architecture that can be a transport map T_θ. */
public sealed interface MapSpec extends NetworkSpec
        permits Edsr, UNet, SotGenerator, MlpMap, BrenierMap, PotentialGradient {
    /** The integer upscaling factor from X to Y. */
    int scale();

    /**
     * How far an output pixel sees.
     *
     * @return greatest distance in low-resolution pixels from an output pixel's cell to an input
     *     pixel that influences it
     */
    int receptiveRadius();

    /**
     * Whether a pixel may depend on where it lies in the image or on the whole of it, so that tiles
     * are an approximation whatever their margin. If not, a tile with a margin of {@link
     * #receptiveRadius} gives the very pixels of the untiled image.
     */
    default boolean seesTheWholeImage() {
        return true;
    }

    /**
     * About how much native memory a float32 forward pass takes at its peak for each low-resolution
     * pixel, beside the weights; what tiles are sized by.
     */
    default long bytesPerPixel() {
        return 16L << 10;
    }

    /**
     * What to compute this map in when it is only used, one after the other until it is finite.
     *
     * @throws IllegalArgumentException if bf16 is asked for and the map does not allow it
     */
    default List<Arithmetic> attempts(Compute compute, NDManager root) {
        return allowsBf16()
                ? compute.attempts(root)
                : compute.float32Because("the map is " + this + ", must be edsr or u-net for bf16");
    }

    /** The map with these weights, which stay the caller's. */
    TransportMap over(Parameters weights);
}
