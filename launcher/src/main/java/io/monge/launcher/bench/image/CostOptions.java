package io.monge.launcher.bench.image;

import io.monge.launcher.option.InputFile;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.tensor.SafeTensors;
import io.monge.ot.tensor.WeightFile;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which transport cost {@code bench sr} uses, as flags of the configuration. */
final class CostOptions {
    private static final List<Integer> TAPS = List.of(3, 8, 15, 22);

    /** The paper's weight of the features' part, for torchvision's weights. */
    private static final double FEATURES = 0.02;

    /**
     * For Oxford's weights, whose images and features are in 0 to 255: with it the features' part
     * is about as large as the MSE part on true optical pairs (0.02 and 0.04), none drowning the
     * other.
     */
    private static final double FEATURES_OF_255 = FEATURES / (4 * 127.5 * 4 * 127.5);

    /**
     * Weight of the cost in L_T. The map that OTS looks for does not depend on it, but how it is
     * reached does: few photographs on either side differ in colour by chance, and a dear cost
     * keeps T from following that while it still pays to sharpen.
     */
    private static final double WEIGHT = 10;

    /** Of SOT's cost, which is not squared; with a tenth of it T repaints whole regions. */
    private static final double WEIGHT_OF_SPARSE = 1;

    private static final String WEIGHT_FLAG = "--trainer.solver.contentWeight=";

    @Option(
            names = "--cost",
            paramLabel = "mse|perceptual|sparse|configured",
            defaultValue = "mse",
            description =
                    "transport cost (default: mse); configured: the cost, its weight and the view"
                            + " of the configuration, such as a weighted sum")
    private Kind kind = Kind.MSE;

    @Option(
            names = "--vgg",
            paramLabel = "F",
            converter = InputFile.class,
            description =
                    "VGG-16 weights of the perceptual cost, by torchvision's names, .safetensors or"
                            + " .pth; of the taps 3, 8, 15, 22 those are used that the file reaches")
    private @Nullable Path vgg;

    private enum Kind {
        MSE,
        PERCEPTUAL,
        SPARSE,
        CONFIGURED
    }

    /** What the report calls the cost. */
    String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws InvalidConfigException if the cost needs weights that were not given
     */
    List<String> flags(int scale) throws IOException {
        if (kind == Kind.CONFIGURED) {
            return List.of();
        }
        List<String> flags = new ArrayList<>();
        add(flags, "type", label());
        add(flags, "up", scale == 1 ? "identity" : "bicubic");
        add(flags, "refreshEvery", 0);
        if (kind == Kind.PERCEPTUAL) {
            addFeatures(flags);
        } else if (kind == Kind.SPARSE) {
            add(flags, "exponent", 0.5);
            add(flags, "mean", "sample");
        }
        return flags;
    }

    /**
     * What of OTS goes with the cost: its weight in L_T, and what f is shown. Few photographs on
     * either side differ in colour by chance, which T is not to follow, so f sees them without
     * their mean colour. Not with SOT's cost: a cast is one frequency and costs next to nothing
     * there, so f has to watch the colours.
     */
    List<String> solverFlags() {
        return switch (kind) {
            case CONFIGURED -> List.of();
            case SPARSE -> List.of(WEIGHT_FLAG + WEIGHT_OF_SPARSE);
            case MSE, PERCEPTUAL ->
                    List.of(
                            WEIGHT_FLAG + WEIGHT,
                            "--trainer.solver.view.type=mean-free",
                            "--trainer.solver.view.then.type=shifted",
                            "--trainer.solver.view.then.by=4");
        };
    }

    private void addFeatures(List<String> flags) throws IOException {
        if (vgg == null) {
            throw new InvalidConfigException("--cost perceptual needs the weights: --vgg FILE.");
        }
        SafeTensors file = WeightFile.open(vgg);
        String taps =
                TAPS.stream()
                        .filter(
                                tap ->
                                        file.tensors()
                                                .containsKey("features." + (tap - 1) + ".weight"))
                        .map(String::valueOf)
                        .collect(Collectors.joining(","));
        if (taps.isEmpty()) {
            throw new IllegalArgumentException(
                    "'%s' reaches none of the taps 3, 8, 15, 22 of VGG-16: it needs arrays features.0.weight to features.2.weight at least"
                            .formatted(vgg));
        }
        Vgg16Features.Input input = input(file);
        boolean large = input == Vgg16Features.Input.RGB_255;
        add(flags, "weightsFile", vgg);
        add(flags, "input", large ? "rgb-255" : "as-is");
        add(flags, "taps", taps);
        add(flags, "weights.mse", 1);
        add(flags, "weights.mae", 1.0 / 3);
        add(flags, "weights.features", large ? FEATURES_OF_255 : FEATURES);
    }

    /** Files with Oxford's weights say in their metadata that they want 0 to 255. */
    private static Vgg16Features.Input input(SafeTensors file) {
        return file.metadata().getOrDefault("input", "").contains("255")
                ? Vgg16Features.Input.RGB_255
                : Vgg16Features.Input.AS_IS;
    }

    private static void add(List<String> flags, String key, Object value) {
        flags.add("--trainer.solver.cost." + key + "=" + value);
    }
}
