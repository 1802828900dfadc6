package io.monge.ot.network;

import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;

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

    /** The map with these weights, which stay the caller's. */
    TransportMap over(Parameters weights);
}
