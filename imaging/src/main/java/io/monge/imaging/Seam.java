package io.monge.imaging;

/** How upscaled tiles meet. */
public enum Seam {
    /**
     * Each pixel from one tile, cut in the middle of the overlap. Equal to the untiled result when
     * half the overlap reaches at least the network's receptive radius.
     */
    CUT,
    /**
     * Neighbours fade into each other along a raised cosine across the overlap: hides what little
     * they differ.
     */
    BLEND
}
