package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HashedWeights;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Networks at the references' sizes, whose weights an integer hash defines and whose files hold the
 * output alone: the order of the state dict matters here.
 *
 * <p>Their sizes are those for which the number of parameters is the file's.
 */
public final class FullSizeOracles {
    private static final int WIDEST = 256;

    private FullSizeOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("full_edsr_.*", FullSizeOracles::edsr),
                OracleGroup.of("full_resnet_d_.*", FullSizeOracles::resNet),
                OracleGroup.of("full_unet_.*", FullSizeOracles::uNet),
                OracleGroup.of("full_resnet_g_.*", FullSizeOracles::generator),
                OracleGroup.of("full_conv_icnn64.*", FullSizeOracles::icnn),
                OracleGroup.of("full_sot_netg.*", FullSizeOracles::sotGenerator),
                OracleGroup.of("full_sot_netd.*", FullSizeOracles::sotCritic),
                OracleGroup.of("full_fid_inception.*", FullSizeOracles::inception));
    }

    private static void edsr(OracleFile file, Findings findings) {
        int scale = file.extent("output", 2) / (int) inputShape(file)[2];
        List<Edsr> fitting =
                IntStream.rangeClosed(1, WIDEST)
                        .boxed()
                        .flatMap(features -> withBlocks(file, scale, features).stream())
                        .toList();
        Edsr spec =
                fitting.stream()
                        .filter(s -> file.name().contains("r" + s.blocks() + "_f" + s.features()))
                        .findFirst()
                        .or(() -> fitting.stream().findFirst())
                        .orElseThrow(() -> Sizes.unfitting(file));
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    /** A block's parameters are the difference of two networks'. */
    private static Optional<Edsr> withBlocks(OracleFile file, int scale, int features) {
        long one = Edsr.reference(scale, 1, features).parameters();
        long block = Edsr.reference(scale, 2, features).parameters() - one;
        long more = Sizes.parameters(file) - one;
        return more < 0 || more % block != 0
                ? Optional.empty()
                : Optional.of(
                        new Edsr(
                                scale,
                                (int) (1 + more / block),
                                features,
                                file.number("res_scale", 1),
                                GlobalSkip.NONE,
                                MapInit.UNIFORM));
    }

    private static void resNet(OracleFile file, Findings findings) {
        int size = (int) inputShape(file)[2];
        int halvings = Integer.numberOfTrailingZeros(size / 4);
        ResNet spec =
                Sizes.fitting(
                        file,
                        Sizes.widths(halvings, (n, most) -> new ResNet(size, n, most, 0.1, 0.2)));
        Tolerance tolerance =
                file.get("output").size() == 1 ? Tolerance.SINGLE_SUM : Tolerance.FORWARD;
        compare(
                file,
                spec,
                weights -> y -> spec.over(weights).of(y).expandDims(1),
                tolerance,
                findings);
    }

    private static void uNet(OracleFile file, Findings findings) {
        int in = (int) inputShape(file)[1];
        int out = file.extent("output", 1);
        UNet spec =
                Sizes.fitting(
                        file,
                        Stream.of(UNet.Expansion.values())
                                .flatMap(
                                        e ->
                                                Sizes.descending(64)
                                                        .map(b -> new UNet(in, out, b, e))));
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    private static void generator(OracleFile file, Findings findings) {
        int latent = (int) inputShape(file)[1];
        int size = file.extent("output", 2);
        int doublings = Integer.numberOfTrailingZeros(size / 4) + 1; // the first block's width
        ResNetGenerator spec =
                Sizes.fitting(
                        file,
                        Sizes.widths(
                                doublings,
                                (n, most) -> new ResNetGenerator(latent, size, n, most)));
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    /** The reference's rank first, then any. */
    private static void icnn(OracleFile file, Findings findings) {
        double kappa = file.number("strong_convexity", 0.01);
        Stream<ConvIcnn64> candidates =
                Stream.concat(Stream.of(4), Sizes.descending(16))
                        .flatMap(
                                r ->
                                        Sizes.descending(128)
                                                .map(c -> new ConvIcnn64(c, r, kappa, 0.02)));
        Sizes.explained(file, candidates, (spec, trial) -> icnn(file, spec, trial), findings);
    }

    private static void icnn(OracleFile file, ConvIcnn64 spec, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            ConvexPotential psi = spec.over(weights(file, spec, root, MemoryFormat.CONTIGUOUS));
            NDArray x = input(file, scope.manager());

            findings.compare(psi.of(x).expandDims(1), "output", Tolerance.FORWARD);
            findings.compare(psi.push(x), "push", Tolerance.FIRST_GRADIENT);
        }
    }

    private static void sotGenerator(OracleFile file, Findings findings) {
        Stream<SotGenerator> candidates =
                Stream.concat(
                        Stream.of(SotGenerator.reference()),
                        Stream.of(4, 8, 2, 16, 1).flatMap(FullSizeOracles::reducedBy));
        Sizes.explained(
                file,
                candidates,
                (spec, trial) -> compare(file, spec, weights -> spec.over(weights)::of, trial),
                findings);
    }

    private static Stream<SotGenerator> reducedBy(int reduction) {
        return Sizes.descending(128)
                .filter(features -> features >= reduction)
                .flatMap(
                        features ->
                                Sizes.descending(128)
                                        .map(step -> new SotGenerator(features, step, reduction)));
    }

    private static void sotCritic(OracleFile file, Findings findings) {
        SotCritic spec =
                Sizes.fitting(
                        file,
                        Stream.concat(Stream.of(640, 64), Sizes.descending(1024))
                                .map(SotCritic::reference));
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    /** The file lists the state dict's order; the normalisations' shapes follow the kernels'. */
    private static void inception(OracleFile file, Findings findings) {
        Map<String, Shape> kernels = InceptionLayers.shapes();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String key : file.strings("keys")) {
            Shape kernel = kernels.get(key.replaceFirst("[.](conv|bn)[.].*", ""));
            if (kernel == null) {
                shapes.put(key, new Shape(0)); // the classifier, after all others
            } else if (key.endsWith("conv.weight")) {
                shapes.put(key, kernel);
            } else {
                boolean count = key.endsWith("num_batches_tracked");
                shapes.put(key, count ? new Shape() : new Shape(kernel.get(0)));
            }
        }
        long[] shape = file.integers("note", "hash_sym\\(1000,").orElse(new long[] {1, 3, 40, 48});
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            InceptionFeatures network =
                    new InceptionFeatures(root, HashedWeights.of(shapes, List.of()));
            NDArray x = HashedWeights.input(scope.manager(), 0, shape);

            InceptionFeatures.Taps taps = network.of(TorchOps.scale(x.add(x.onesLike()), 0.5));

            findings.compare(taps.pool1(), "pool1", Tolerance.FORWARD);
            findings.compare(taps.pool2(), "pool2", Tolerance.FORWARD);
            findings.compare(taps.preAux(), "preaux", Tolerance.FORWARD);
            findings.compare(taps.pool3(), "pool3", Tolerance.FORWARD);
        }
    }

    private static void compare(
            OracleFile file,
            NetworkSpec spec,
            Function<Parameters, UnaryOperator<NDArray>> opening,
            Findings findings) {
        compare(file, spec, opening, Tolerance.FORWARD, findings);
    }

    /** Output, and the input's gradient where the file has one; in the reference's layout. */
    private static void compare(
            OracleFile file,
            NetworkSpec spec,
            Function<Parameters, UnaryOperator<NDArray>> opening,
            Tolerance ofOutput,
            Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights = weights(file, spec, root, MemoryFormat.CONTIGUOUS);
            NDArray x = TorchOps.variable(input(file, scope.manager()));

            NDArray output = opening.apply(weights).apply(x);

            findings.compare(output, "output", ofOutput);
            if (file.has("grad_input")) {
                InputGradient.check(opening.apply(weights), x, file, findings);
            }
        }
    }

    private static Parameters weights(
            OracleFile file, NetworkSpec spec, NDManager root, MemoryFormat format) {
        return Parameters.frozen(root, HashedWeights.of(spec, file.strings("positive")), format);
    }

    private static long[] inputShape(OracleFile file) {
        return file.integers("input", "hash_sym")
                .orElseThrow(() -> new IllegalStateException("the input's shape is not named"));
    }

    /** In [-1, 1], or what the note makes of it. */
    private static NDArray input(OracleFile file, NDManager scope) {
        NDArray x = HashedWeights.input(scope, 0, inputShape(file));
        if (file.note().contains("(hash_sym+1)/2")) {
            return TorchOps.scale(x.add(x.onesLike()), 0.5);
        }
        return file.note().contains("0.5*hash_sym") ? TorchOps.scale(x, 0.5) : x;
    }
}
