package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The generator of SOT: the first stage of MPRNet (SOT, sr/net.py), (n, 3, H, W) → same, H and W
 * multiples of 4: T(x) = x + net(x).
 *
 * @param features f, channels of the first level; 80 in the reference
 * @param step e, channels more at each level; 48 in the reference
 * @param reduction of the channel attention; 4 in the reference
 */
public record SotGenerator(int features, int step, int reduction) implements MapSpec {
    /** The slope that is used. */
    static final String SLOPE = "shallow_feat1.1.body.1.weight";

    public SotGenerator {
        if (features < 1 || step < 0 || reduction < 1 || reduction > features) {
            throw new IllegalArgumentException(
                    "features is %d, step %d and reduction %d, must be at least 1, 0 and in [1, features]"
                            .formatted(features, step, reduction));
        }
    }

    /** 80 features, 48 more at each level, reduction 4. */
    public static SotGenerator reference() {
        return new SotGenerator(80, 48, 4);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int[] width = {features, features + step, features + 2 * step};
        for (int i = 1; i <= 3; i++) { // the second and third belong to MPRNet's other stages
            shapes.add("shallow_feat" + i + ".0.weight", width[0], 3, 3, 3);
            attentionShapes(shapes, "shallow_feat" + i + ".1", width[0]);
        }
        String encoder = "stage1_encoder.";
        levelShapes(shapes, encoder + "encoder_level", width);
        shapes.add(encoder + "down12.down.1.weight", width[1], width[0], 1, 1);
        shapes.add(encoder + "down23.down.1.weight", width[2], width[1], 1, 1);
        String decoder = "stage1_decoder.";
        levelShapes(shapes, decoder + "decoder_level", width);
        attentionShapes(shapes, decoder + "skip_attn1", width[0]);
        attentionShapes(shapes, decoder + "skip_attn2", width[1]);
        shapes.add(decoder + "up21.up.1.weight", width[0], width[1], 1, 1);
        shapes.add(decoder + "up32.up.1.weight", width[1], width[2], 1, 1);
        shapes.add("sam12.conv1.weight", width[0], width[0], 1, 1);
        shapes.add("sam12.conv2.weight", 3, width[0], 1, 1);
        shapes.add("sam12.conv3.weight", width[0], 3, 1, 1);
        return shapes.byName();
    }

    private void levelShapes(ShapeList shapes, String name, int[] width) {
        for (int level = 0; level < width.length; level++) {
            for (int i = 0; i < 2; i++) {
                attentionShapes(shapes, name + (level + 1) + "." + i, width[level]);
            }
        }
    }

    private void attentionShapes(ShapeList shapes, String name, int width) {
        int narrow = width / reduction;
        shapes.add(name + ".CA.conv_du.0.weight", narrow, width, 1, 1);
        shapes.add(name + ".CA.conv_du.2.weight", width, narrow, 1, 1);
        shapes.add(name + ".body.0.weight", width, width, 3, 3);
        shapes.add(name + ".body.1.weight", 1);
        shapes.add(name + ".body.2.weight", width, width, 3, 3);
    }

    /** One slope is shared by all blocks; the state dict repeats it under each block's name. */
    @Override
    public long parameters() {
        long slopes = shapes().keySet().stream().filter(SotGenerator::isSlope).count();
        return MapSpec.super.parameters() - (slopes - 1);
    }

    private static boolean isSlope(String name) {
        return name.endsWith("body.1.weight");
    }

    /** Weights as PyTorch expects them: training moves the first slope, here it is repeated. */
    public static Map<String, HostTensor> withRepeatedSlope(Map<String, HostTensor> weights) {
        Map<String, HostTensor> repeated = new LinkedHashMap<>(weights);
        HostTensor slope = weights.get(SLOPE);
        repeated.replaceAll((name, w) -> isSlope(name) ? slope : w);
        return repeated;
    }

    /** PyTorch's default; the slope of PReLU 0.25. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        Map<String, HostTensor> weights = new RandomWeights(seed).uniform(shapes());
        weights.replaceAll((name, w) -> isSlope(name) ? RandomWeights.constant(w, 0.25f) : w);
        return weights;
    }

    @Override
    public TransportMap over(Parameters weights) {
        return new SotGeneratorMap(weights);
    }

    /** 1: X and Y have one size. */
    @Override
    public int scale() {
        return 1;
    }

    /**
     * 69 px of convolutions and interpolation. Channel attention averages over the whole image, so
     * tiles are an approximation, whatever their margin.
     */
    @Override
    public int receptiveRadius() {
        return 69;
    }
}
