package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HashedWeights;
import io.monge.ot.HostTensor;
import io.monge.ot.ImageDistance;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Fourier;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs between images: values, their parts, and gradients. */
public final class CostOracles {
    private static final List<Integer> PAPER_TAPS = List.of(3, 8, 15, 22);
    private static final List<Integer> CONVOLUTIONS = List.of(0, 2, 5, 7, 10, 12, 14, 17, 19, 21);
    private static final long[] VGG_WIDTHS = {3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512};

    private static final List<Integer> ALEX_POSITIONS = List.of(0, 3, 6, 8, 10);

    /** Channels in, channels out, side. */
    private static final int[][] ALEX_KERNELS = {
        {3, 64, 11}, {64, 192, 5}, {192, 384, 3}, {384, 256, 3}, {256, 256, 3}
    };

    /** The parts of the perceptual cost by the files' names. */
    private static final Map<String, PerceptualDistance.Weights> PARTS =
            Map.of(
                    "cost", PerceptualDistance.Weights.paper(),
                    "l2", new PerceptualDistance.Weights(1, 0, 0),
                    "l1", new PerceptualDistance.Weights(0, 1, 0),
                    "vgg", new PerceptualDistance.Weights(0, 0, 1));

    private CostOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("vgg_cost.*", CostOracles::perceptual),
                OracleGroup.of("full_vgg16_cost.*", CostOracles::fullPerceptual),
                OracleGroup.of("full_lpips_alex.*", CostOracles::learnedPerceptual),
                OracleGroup.of("sot_frequency_loss.*", CostOracles::frequency));
    }

    private static void perceptual(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Vgg16Features features = features(root, file.part("param."));
            NDArray v = TorchOps.variable(file.upload(scope.manager(), "in1"));
            NDArray u = file.upload(scope.manager(), "in2");

            parts(features, u, v, findings);

            NDArray cost =
                    new PerceptualDistance(features, PerceptualDistance.Weights.paper())
                            .between(u, v);
            NDArray gradient = TorchOps.grad(cost.mean(), List.of(v)).get(0);
            findings.compare(gradient, "grad_in1", Tolerance.FIRST_GRADIENT);
        }
    }

    private static void fullPerceptual(OracleFile file, Findings findings) {
        long[] shape = inputShape(file, "cost", 32, 32);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Vgg16Features features =
                    features(root, HashedWeights.of(vggShapes(), file.strings("positive")));
            NDArray u = HashedWeights.input(scope.manager(), 0, shape);
            NDArray v = HashedWeights.input(scope.manager(), 1, shape);
            List<NDArray> ofU = features.of(u);
            for (int k = 0; k < PAPER_TAPS.size(); k++) {
                NDArray mean = Convolutions.meanOverSpace(ofU.get(k)).squeeze(3).squeeze(2);
                findings.compare(mean, "mean_feat_" + PAPER_TAPS.get(k), Tolerance.FORWARD);
            }

            parts(features, u, v, findings);
        }
    }

    private static void parts(Vgg16Features features, NDArray u, NDArray v, Findings findings) {
        PARTS.forEach(
                (name, weights) -> {
                    NDArray part = new PerceptualDistance(features, weights).between(u, v);
                    findings.compare(part, name, Tolerance.FORWARD);
                });
    }

    /** Weights of the layers are |s| of t = 500 + i, without a factor. */
    private static void learnedPerceptual(OracleFile file, Findings findings) {
        long[] shape = inputShape(file, "lpips", 64, 72);
        Map<String, Shape> convolutions = new LinkedHashMap<>();
        for (int i = 0; i < ALEX_KERNELS.length; i++) {
            int[] kernel = ALEX_KERNELS[i];
            String name = "features." + ALEX_POSITIONS.get(i);
            convolutions.put(
                    name + ".weight", new Shape(kernel[1], kernel[0], kernel[2], kernel[2]));
            convolutions.put(name + ".bias", new Shape(kernel[1]));
        }
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Map<String, HostTensor> linear = new LinkedHashMap<>();
            for (int i = 0; i < ALEX_KERNELS.length; i++) {
                NDArray s = HashedWeights.input(root, i - 500, 1, ALEX_KERNELS[i][1], 1, 1);
                linear.put(
                        "lin" + i + ".model.1.weight",
                        HostTensor.of(s.abs().toFloatArray(), s.getShape().getShape()));
            }
            AlexNetLpips distance =
                    new AlexNetLpips(root, HashedWeights.of(convolutions, List.of()), linear);
            NDArray u = HashedWeights.input(scope.manager(), 0, shape);
            NDArray v = HashedWeights.input(scope.manager(), 1, shape);

            findings.compare(distance.between(u, v), "lpips", Tolerance.FORWARD);
            List<NDArray> layers = distance.perLayer(u, v);
            NDArray all = layers.get(0).expandDims(1);
            for (NDArray layer : layers.subList(1, layers.size())) {
                all = all.concat(layer.expandDims(1), 1);
            }
            findings.compare(all, "per_layer", Tolerance.FORWARD);
        }
    }

    /** As the file names it; as many images as there are distances if it does not. */
    private static long[] inputShape(OracleFile file, String distances, long height, long width) {
        return file.integers("input", "hash_sym")
                .or(() -> file.integers("note", "shape"))
                .orElseGet(() -> new long[] {file.extent(distances, 0), 3, height, width});
    }

    private static Map<String, Shape> vggShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            String name = "features." + CONVOLUTIONS.get(i);
            shapes.put(name + ".weight", new Shape(VGG_WIDTHS[i + 1], VGG_WIDTHS[i], 3, 3));
            shapes.put(name + ".bias", new Shape(VGG_WIDTHS[i + 1]));
        }
        return shapes;
    }

    private static Vgg16Features features(NDManager root, Map<String, HostTensor> weights) {
        return new Vgg16Features(root, weights, PAPER_TAPS, Vgg16Features.Input.AS_IS);
    }

    /** "l05" is p = 0.5, "l1" is 1, "l2" is 2. */
    private static void frequency(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            NDArray x = file.upload(scope.manager(), "x");
            NDArray g = TorchOps.variable(file.upload(scope.manager(), "g"));
            for (String name : file.part("grad_g.").keySet()) {
                double p = Double.parseDouble(name.substring(1).replaceFirst("^0", "0."));
                ImageDistance distance = new FrequencySparsity(p, FrequencySparsity.Mean.BATCH);
                NDArray cost = distance.between(x, g).mean();
                NDArray gradient = TorchOps.grad(cost, List.of(g)).get(0);

                findings.compare(cost, name, Tolerance.FORWARD);
                findings.compare(gradient, "grad_g." + name, Tolerance.FIRST_GRADIENT);
            }
            NDArray spectrum = Fourier.spectrum(g.sub(x));
            findings.compare(spectrum.get("..., 0"), "fft_re", Tolerance.FORWARD);
            findings.compare(spectrum.get("..., 1"), "fft_im", Tolerance.FORWARD);
        }
    }
}
