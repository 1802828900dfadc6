package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;

/** The forward pass of {@link SotGenerator}. */
final class SotGeneratorMap implements TransportMap {
    private static final String ENCODER = "stage1_encoder.";
    private static final String DECODER = "stage1_decoder.";

    private final Parameters weights;

    SotGeneratorMap(Parameters weights) {
        this.weights = weights;
    }

    @Override
    public NDArray of(NDArray x) {
        NDArray shallow = attention(convolution(x, "shallow_feat1.0.weight"), "shallow_feat1.1");
        NDArray e1 = level(shallow, ENCODER + "encoder_level1");
        NDArray e2 = level(down(e1, ENCODER + "down12"), ENCODER + "encoder_level2");
        NDArray e3 = level(down(e2, ENCODER + "down23"), ENCODER + "encoder_level3");
        NDArray d3 = level(e3, DECODER + "decoder_level3");
        NDArray skip2 = up(d3, DECODER + "up32").add(attention(e2, DECODER + "skip_attn2"));
        NDArray d2 = level(skip2, DECODER + "decoder_level2");
        NDArray skip1 = up(d2, DECODER + "up21").add(attention(e1, DECODER + "skip_attn1"));
        NDArray d1 = level(skip1, DECODER + "decoder_level1");
        return Layers.pointwise(d1, weights.get("sam12.conv2.weight")).add(x);
    }

    private NDArray level(NDArray x, String name) {
        return attention(attention(x, name + ".0"), name + ".1");
    }

    /** Channel attention block: x + r · sigmoid(conv(relu(conv(mean r)))). */
    private NDArray attention(NDArray x, String name) {
        NDArray slope = weights.get(SotGenerator.SLOPE);
        NDArray hidden = Activations.prelu(convolution(x, name + ".body.0.weight"), slope);
        NDArray r = convolution(hidden, name + ".body.2.weight");
        NDArray mean = Convolutions.meanOverSpace(r);
        NDArray narrow = Layers.pointwise(mean, weights.get(name + ".CA.conv_du.0.weight"));
        NDArray wide =
                Layers.pointwise(
                        Activations.relu(narrow), weights.get(name + ".CA.conv_du.2.weight"));
        return r.mul(Activations.sigmoid(wide)).add(x);
    }

    private NDArray down(NDArray x, String name) {
        return Layers.pointwise(Resampling.halved(x), weights.get(name + ".down.1.weight"));
    }

    private NDArray up(NDArray x, String name) {
        return Layers.pointwise(Resampling.bilinear(x), weights.get(name + ".up.1.weight"));
    }

    private NDArray convolution(NDArray x, String weight) {
        return Convolutions.unbiased(x, weights.get(weight), 1, 1);
    }
}
