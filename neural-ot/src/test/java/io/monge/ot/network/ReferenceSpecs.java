package io.monge.ot.network;

import io.monge.ot.oracle.OracleFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Architectures read off the names and shapes of a file's weights. */
public final class ReferenceSpecs {
    private ReferenceSpecs() {}

    /** EDSR of the weights under a prefix. */
    public static Edsr edsr(OracleFile file, String weights, int scale) {
        return new Edsr(
                scale,
                file.count(weights + "body\\.\\d+\\.body\\.0\\.weight"),
                file.extent(weights + "head.0.weight", 0),
                file.number("res_scale", 1),
                GlobalSkip.NONE,
                MapInit.UNIFORM);
    }

    /** ResNet_D: the last width is the greatest one, or the network would not fit together. */
    public static ResNet resNet(OracleFile file, String weights, int size) {
        return new ResNet(
                size,
                file.extent(weights + "conv_img.weight", 0),
                file.extent(weights + "fc.weight", 1) / 16,
                file.number("res_ratio", 0.1),
                0.2);
    }

    public static UNet uNet(OracleFile file, String weights) {
        return new UNet(
                file.extent(weights + "inc.double_conv.0.weight", 1),
                file.extent(weights + "outc.conv.weight", 0),
                file.extent(weights + "inc.double_conv.0.weight", 0),
                file.has(weights + "up1.up.weight")
                        ? UNet.Expansion.TRANSPOSED
                        : UNet.Expansion.BILINEAR);
    }

    static ResNetGenerator generator(OracleFile file, String weights, int size) {
        return new ResNetGenerator(
                file.extent(weights + "fc.weight", 1),
                size,
                file.extent(weights + "conv_img.weight", 1),
                file.extent(weights + "fc.weight", 0) / 16);
    }

    public static DenseIcnn dense(
            OracleFile file, String weights, double strongConvexity, ConvexActivation activation) {
        String layer = weights + "quadratic_layers.";
        boolean wrapped = file.has(layer + "0.0.weight");
        String rest = (wrapped ? ".0" : "") + ".quadratic_decomposed";
        List<Integer> hidden = new ArrayList<>();
        for (int l = 0; file.has(layer + l + rest); l++) {
            hidden.add(file.extent(layer + l + rest, 2));
        }
        return new DenseIcnn(
                file.extent(layer + 0 + rest, 0),
                hidden,
                file.extent(layer + 0 + rest, 1),
                strongConvexity,
                activation,
                0,
                0.1,
                wrapped ? DenseIcnn.Names.W2GN : DenseIcnn.Names.W2B);
    }

    /** CELU, unless the file's name or note has another. */
    public static ConvexActivation activation(OracleFile file) {
        String told = (file.name() + " " + file.note()).toUpperCase(Locale.ROOT);
        return Arrays.stream(ConvexActivation.values())
                .filter(sigma -> Pattern.compile(word(sigma)).matcher(told).find())
                .findFirst()
                .orElse(ConvexActivation.CELU);
    }

    /** Not in another word, and not applied to something. */
    private static String word(ConvexActivation activation) {
        return "(?<![A-Z])" + activation.name() + "(?![A-Z(])";
    }

    static ConvIcnn64 convolutional64(OracleFile file, String weights, double strongConvexity) {
        int channels = file.extent(weights + "convex_layers.0.weight", 1);
        int forms = file.extent(weights + "quadratic_layers.0.quadratic_decomposed.weight", 0);
        return new ConvIcnn64(channels, forms / channels, strongConvexity, 0);
    }

    static LeNet leNet(OracleFile file, String weights) {
        return new LeNet(
                file.extent(weights + "conv1.weight", 1),
                file.extent("input", 2),
                file.extent(weights + "fc3.weight", 0));
    }

    static Autoencoder autoencoder(OracleFile file, String weights) {
        return new Autoencoder(
                file.extent(weights + "encoder.features.0.weight", 0),
                file.extent(weights + "encoder.fc_out.0.weight", 0));
    }

    public static SotGenerator sotGenerator(OracleFile file, String weights) {
        int features = file.extent(weights + "shallow_feat1.0.weight", 0);
        int wide = file.extent(weights + "stage1_encoder.down12.down.1.weight", 0);
        int step = wide - features;
        return new SotGenerator(features, step, reduction(file, weights, features, step));
    }

    /** The widths of the channel attention are quotients without their remainder. */
    private static int reduction(OracleFile file, String weights, int features, int step) {
        String first = weights + "stage1_encoder.encoder_level%d.0.CA.conv_du.0.weight";
        return IntStream.rangeClosed(1, features)
                .filter(
                        r ->
                                IntStream.range(0, 3)
                                        .allMatch(
                                                i ->
                                                        (features + i * step) / r
                                                                == file.extent(
                                                                        first.formatted(i + 1), 0)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reduction fits the attention"));
    }

    public static SotCritic sotCritic(OracleFile file, String weights) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < SotCritic.CONVOLUTIONS; i++) {
            widths.add(file.extent(weights + "features." + 2 * i + ".weight", 0));
        }
        return new SotCritic(widths, file.extent(weights + "fc1.weight", 0));
    }
}
