package io.monge.ot.network;

/** How a map's weights start. */
public enum MapInit {
    /** PyTorch's default: U(±1/√fan_in) for weights and biases. */
    UNIFORM,
    /**
     * As {@link #UNIFORM}, but the last convolution is zero, so the network starts at zero (with
     * {@link GlobalSkip#BICUBIC} the map starts at bicubic), and the convolutions before a pixel
     * shuffle start with equal sub-channels (ICNR), which avoids checkerboards.
     */
    IDENTITY
}
