package io.monge.serving.upscale;

/** What enlarges the image. */
public enum Method {
    /** The served map T. */
    MONGE,
    /** Bicubic interpolation, the paper's Up: the "before" of a comparison; needs no model. */
    BICUBIC
}
