package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/** The discrete Fourier transform, as far as a cost needs it. Stateless; any thread. */
public final class Fourier {
    private Fourier() {}

    /**
     * The unnormalised transform over the last two axes.
     *
     * @param x (..., h, w)
     * @return (..., h, w, 2), real and imaginary parts
     */
    public static NDArray spectrum(NDArray x) {
        return new OperatorCall("spectrum").with(x).array(x.getManager());
    }

    /**
     * (mean over channels and frequencies of (|F|² + 1e-9)^(p/2))^(1/p), F the unnormalised
     * transform over height and width.
     *
     * @param x (n, c, h, w)
     * @return (n)
     */
    public static NDArray norm(NDArray x, double p) {
        return new OperatorCall("frequency_sparsity").with(x).with(p).array(x.getManager());
    }
}
