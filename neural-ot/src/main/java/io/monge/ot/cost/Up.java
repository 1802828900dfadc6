package io.monge.ot.cost;

import io.monge.ot.Upsampling;
import io.monge.ot.tensor.Layers;

/** How the cost brings x to the size of y. */
public enum Up {
    /** Bicubic, a = -0.75, half-pixel centres, no antialiasing. */
    BICUBIC,
    /** X = Y: nothing to do. */
    IDENTITY;

    /** Up for an integer scale. */
    public Upsampling by(int scale) {
        return switch (this) {
            case BICUBIC -> x -> Layers.bicubic(x, scale);
            case IDENTITY -> x -> x;
        };
    }
}
