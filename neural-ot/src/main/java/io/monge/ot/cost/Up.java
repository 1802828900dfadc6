package io.monge.ot.cost;

/** How the cost brings x to the size of y. */
public enum Up {
    /** Bicubic, a = -0.75, half-pixel centres, no antialiasing. */
    BICUBIC,
    /** X = Y: nothing to do. */
    IDENTITY
}
