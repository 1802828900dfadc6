package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Single operators and optimizers. The arrays' names say what was computed of what. */
public final class OperatorOracles {
    private static final Pattern RESAMPLED =
            Pattern.compile(
                    "(?:(\\w+)\\.)?(bicubic|bilinear|nearest)_(?:(up|down)(\\d+)|(half)|to_(\\d+)x(\\d+))(_aligned)?");
    private static final Pattern COMPUTED =
            Pattern.compile("(?:(\\w+)\\.)?([a-z]+(?:_[a-z]+)*?)_?(\\d+(?:_\\d+)*)?(_excl)?");

    private OperatorOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("ops_resample.*", OperatorOracles::resample),
                OracleGroup.of("ops_pool_act.*", OperatorOracles::poolAndActivate),
                OracleGroup.of("ops_bn_.*", OperatorOracles::normalise),
                OracleGroup.of("ops_convtranspose_.*", OperatorOracles::transpose),
                OracleGroup.of("optimizers.*", OptimizerOracle::check));
    }

    private static void resample(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            for (String name : results(file)) {
                Matcher matcher = RESAMPLED.matcher(name);
                if (matcher.matches()) {
                    NDArray x = file.upload(root, input(file, matcher));
                    findings.compare(resampled(x, matcher), name, Tolerance.FORWARD);
                } else {
                    findings.miss("%s: unknown operator", name);
                }
            }
        }
    }

    /** All arrays but those that operators are applied to. */
    private static List<String> results(OracleFile file) {
        return file.tensors().keySet().stream().filter(name -> !isInput(file, name)).toList();
    }

    /** One letter, "input", or what other names start with. */
    private static boolean isInput(OracleFile file, String name) {
        return name.matches("[a-z]|input") || file.count(Pattern.quote(name + ".") + ".*") > 0;
    }

    /** The input that a name starts with; without one "x", or what is there instead. */
    private static String input(OracleFile file, Matcher name) {
        if (name.group(1) != null) {
            return name.group(1);
        }
        return file.has("x")
                ? "x"
                : file.tensors().keySet().stream()
                        .filter(array -> isInput(file, array))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("there is no input"));
    }

    private static NDArray resampled(NDArray x, Matcher name) {
        boolean aligned = name.group(8) != null;
        double factor = name.group(4) == null ? 0.5 : Double.parseDouble(name.group(4));
        factor = "down".equals(name.group(3)) ? 1 / factor : factor;
        boolean toSize = name.group(6) != null;
        int height = toSize ? Integer.parseInt(name.group(6)) : extent(x, 2, factor);
        int width = toSize ? Integer.parseInt(name.group(7)) : extent(x, 3, factor);
        return switch (name.group(2)) {
            case "bicubic" ->
                    aligned
                            ? Resampling.bicubicAligned(x, (int) factor)
                            : factor > 1
                                    ? Layers.bicubic(x, (int) factor)
                                    : Resampling.bicubicBy(x, factor);
            case "nearest" -> nearest(x, height, width);
            default -> bilinear(x, aligned, height, width);
        };
    }

    private static NDArray bilinear(NDArray x, boolean aligned, int height, int width) {
        if (isTwice(x, height, width)) {
            return aligned ? Resampling.bilinearAligned(x) : Resampling.bilinear(x);
        }
        if (aligned) {
            return resized("bilinear_to", x, height, width).with(true).array(x.getManager());
        }
        return 2L * height == x.getShape().get(2) && 2L * width == x.getShape().get(3)
                ? Resampling.halved(x)
                : Resampling.bilinearTo(x, height, width);
    }

    private static boolean isTwice(NDArray x, int height, int width) {
        return height == 2 * x.getShape().get(2) && width == 2 * x.getShape().get(3);
    }

    private static NDArray nearest(NDArray x, int height, int width) {
        return isTwice(x, height, width)
                ? Resampling.nearest(x)
                : resized("nearest_to", x, height, width).array(x.getManager());
    }

    private static OperatorCall resized(String operator, NDArray x, int height, int width) {
        return new OperatorCall(operator).with(x).with((long) height).with((long) width);
    }

    private static int extent(NDArray x, int axis, double factor) {
        return (int) Math.floor(x.getShape().get(axis) * factor);
    }

    private static void poolAndActivate(OracleFile file, Findings findings) {
        for (MemoryFormat format : MemoryFormat.values()) {
            try (NDManager root = Compute.cpu(1).openRoot()) {
                for (String name : results(file)) {
                    Matcher matcher = COMPUTED.matcher(name.replaceFirst("^reflectless_", ""));
                    if (matcher.matches()) {
                        NDArray raw = file.upload(root, input(file, matcher));
                        NDArray x = Layers.inFormat(raw, format);
                        findings.compare(computed(x, matcher), name, Tolerance.FORWARD);
                    } else {
                        findings.miss("%s: unknown operator", name);
                    }
                }
            }
        }
    }

    private static NDArray computed(NDArray x, Matcher name) {
        String digits = name.group(3) == null ? "" : name.group(3);
        int[] n =
                digits.isEmpty()
                        ? new int[0]
                        : Arrays.stream(digits.split("_")).mapToInt(Integer::parseInt).toArray();
        return switch (name.group(2).replace("_", "")) {
            case "avgpool" ->
                    name.group(4) == null
                            ? Layers.averagePool(x, n[0], stride(n), padding(n))
                            : Resampling.averageInside(x, n[0], stride(n), padding(n));
            case "maxpool" ->
                    n.length == 1 && n[0] == 2
                            ? Resampling.maxPool(x)
                            : Resampling.maxPool(x, n[0], stride(n), padding(n));
            case "pixelshuffle" -> Layers.pixelShuffle(x, n[0]);
            case "celu" -> Activations.celu(x, decimal(digits));
            case "lrelu", "leakyrelu" -> Layers.leakyRelu(x, decimal(digits));
            case "softplus" -> Activations.softplus(x);
            case "relu" -> Activations.relu(x);
            case "sigmoid" -> Activations.sigmoid(x);
            case "tanh" -> Activations.tanh(x);
            case "pad" -> Resampling.pad(x, n[0], n[1], n[2], n[3]);
            default -> throw new IllegalStateException(name.group() + ": unknown operator");
        };
    }

    /** Of a window's numbers; without one, windows lie side by side. */
    private static int stride(int[] window) {
        return window.length > 1 ? window[1] : window[0];
    }

    private static int padding(int[] window) {
        return window.length > 2 ? window[2] : 0;
    }

    /** "1" is 1, "02" is 0.2, "0999" is 0.999. */
    static double decimal(String digits) {
        return digits.length() > 1 && digits.startsWith("0")
                ? Double.parseDouble("0." + digits.substring(1))
                : Double.parseDouble(digits);
    }

    private static void normalise(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Map<String, HostTensor> layer = new LinkedHashMap<>();
            file.part("param.").forEach((name, tensor) -> layer.put("bn." + name, tensor));
            Parameters weights = Parameters.trainable(root, layer, MemoryFormat.CONTIGUOUS);
            NDArray x = TorchOps.variable(file.upload(scope.manager(), "input"));

            NDArray output =
                    "True".equals(file.metadata().get("train"))
                            ? BatchNorm.training(x, weights, "bn")
                            : BatchNorm.evaluation(x, weights, "bn");

            gradients(file, output, x, weights, findings);
            for (String name : file.part("after.").keySet()) {
                findings.compare(weights.get("bn." + name), "after." + name, Tolerance.FORWARD);
            }
        }
    }

    private static void transpose(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Map<String, HostTensor> layer = new LinkedHashMap<>();
            file.part("param.").forEach((name, tensor) -> layer.put("up." + name, tensor));
            Parameters weights = Parameters.trainable(root, layer, MemoryFormat.CONTIGUOUS);
            NDArray x = TorchOps.variable(file.upload(scope.manager(), "input"));
            int kernel = file.extent("param.weight", 2);
            int stride = stride(file);
            int padding =
                    ((file.extent("input", 2) - 1) * stride + kernel - file.extent("output", 2))
                            / 2;

            NDArray weight = weights.get("up.weight");
            NDArray output =
                    padding == 0 && weights.has("up.bias")
                            ? Convolutions.transposed(x, weight, weights.get("up.bias"), stride)
                            : Convolutions.transposedUnbiased(x, weight, stride, padding);
            if (padding > 0 && weights.has("up.bias")) {
                output = output.add(weights.get("up.bias").reshape(1, -1, 1, 1));
            }

            gradients(file, output, x, weights, findings);
        }
    }

    /** Height and width grow by the stride per pixel, whatever the padding. */
    private static int stride(OracleFile file) {
        int pixels = file.extent("input", 3) - file.extent("input", 2);
        return pixels == 0
                ? (int) Math.round((double) file.extent("output", 2) / file.extent("input", 2))
                : (file.extent("output", 3) - file.extent("output", 2)) / pixels;
    }

    private static void gradients(
            OracleFile file, NDArray output, NDArray x, Parameters weights, Findings findings) {
        findings.compare(output, "output", Tolerance.FORWARD);
        NDArray loss = output.mul(file.upload(output.getManager(), "cotangent")).sum();
        List<NDArray> variables = new ArrayList<>(weights.arrays());
        variables.add(x);
        List<NDArray> gradients = TorchOps.grad(loss, variables);
        List<String> names =
                weights.names().stream().filter(name -> !Parameters.isBuffer(name)).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = "grad.param." + names.get(i).replaceFirst("^[a-z]+\\.", "");
            findings.compare(gradients.get(i), name, Tolerance.FIRST_GRADIENT);
        }
        findings.compare(gradients.get(names.size()), "grad.input", Tolerance.FIRST_GRADIENT);
    }
}
