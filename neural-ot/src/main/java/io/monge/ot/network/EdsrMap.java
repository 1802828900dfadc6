package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;

/**
 * The forward pass of {@link Edsr}. Intermediates are closed as soon as the next layer has them;
 * autograd keeps what it needs.
 */
final class EdsrMap implements TransportMap {
    private final Edsr spec;
    private final Parameters weights;

    EdsrMap(Edsr spec, Parameters weights) {
        this.spec = spec;
        this.weights = weights;
    }

    @Override
    public NDArray of(NDArray x) {
        try (NDArray entered = Arithmetic.enter(x, weights.get("head.0.weight"));
                NDArray narrow = tail(body(convolution(entered, "head.0")))) {
            NDArray sr = Arithmetic.leave(narrow);
            return switch (spec.skip()) {
                case NONE -> sr;
                case BICUBIC -> plusBicubic(sr, x);
            };
        }
    }

    /** (n, F, h, w) → same. */
    private NDArray body(NDArray head) {
        NDArray h = head;
        for (int i = 0; i < spec.blocks(); i++) {
            NDArray next = block(h, "body." + i + ".body.");
            if (i > 0) { // the head is needed once more
                h.close();
            }
            h = next;
        }
        try (NDArray first = head;
                NDArray last = h) {
            return TorchOps.addInPlace(convolution(last, "body." + spec.blocks()), first);
        }
    }

    /** x + α · conv(relu(conv(x))). */
    private NDArray block(NDArray x, String name) {
        NDArray weight = weights.get(name + "2.weight");
        NDArray bias = weights.get(name + "2.bias");
        try (NDArray hidden = Layers.reluInPlace(convolution(x, name + "0"))) {
            NDArray residual = Layers.scaledConv2d(hidden, weight, bias, spec.residualScale());
            return TorchOps.addInPlace(residual, x);
        }
    }

    /** (n, F, h, w) → (n, 3, s·h, s·w). */
    private NDArray tail(NDArray body) {
        NDArray h = body;
        for (int i = 0; i < spec.shuffles(); i++) {
            try (NDArray small = h;
                    NDArray wide = convolution(small, Edsr.shuffleConvolution(i))) {
                h = Layers.pixelShuffle(wide, spec.shuffleFactor());
            }
        }
        try (NDArray last = h) {
            return convolution(last, "tail.1");
        }
    }

    private NDArray plusBicubic(NDArray sr, NDArray x) {
        try (NDArray bicubic = Layers.bicubic(x, spec.scale())) {
            return TorchOps.addInPlace(sr, bicubic);
        }
    }

    private NDArray convolution(NDArray x, String name) {
        return Layers.conv2d(x, weights.get(name + ".weight"), weights.get(name + ".bias"), 1);
    }
}
