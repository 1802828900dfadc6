package io.monge.ot.cost;

import io.monge.ot.Upsampling;
import io.monge.ot.tensor.Layers;

/** How the cost brings x to the size of y. */
public enum Up {
    /** Bicubic, a = -0.75, half-pixel centres, no antialiasing. */
    BICUBIC {
        @Override
        public Upsampling by(int scale) {
            return x -> Layers.bicubic(x, scale);
        }
    },
    /** X = Y: nothing to do. */
    IDENTITY {
        @Override
        public Upsampling by(int scale) {
            return x -> x;
        }
    };

    /** Up for an integer scale. */
    public abstract Upsampling by(int scale);
}
