package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.Crop;
import io.monge.imaging.Dihedral;
import io.monge.imaging.RgbImage;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.ImageTensors;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the benchmarks' data are made of: mixtures, their maps, and pictures. */
public final class BenchmarkOracles {
    private static final Pattern CENTER = Pattern.compile("centercrop_(\\d+)x(\\d+)");
    private static final Map<String, Dihedral> SYMMETRIES =
            Map.of(
                    "rot.0", Dihedral.IDENTITY,
                    "rot.90", Dihedral.ROTATE_270, // theirs turn counter-clockwise
                    "rot.180", Dihedral.ROTATE_180,
                    "rot.270", Dihedral.ROTATE_90,
                    "vflip", Dihedral.MIRROR_TOP_BOTTOM,
                    "hflip", Dihedral.MIRROR_LEFT_RIGHT);

    private BenchmarkOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("numpy_rng.*", NumpyOracle::check),
                OracleGroup.of("mix3tomix10_.*", BenchmarkOracles::mixture),
                OracleGroup.of("data_ops.*", BenchmarkOracles::pictures));
    }

    private static void mixture(OracleFile file, Findings findings) {
        NumpyOracle.mixture(file, "", 0, findings);
        if (file.has("v1.final_layer.weight")) {
            potentials(file, findings);
        }
        double[] shift = file.get("shift").doubles();
        double[] raw = file.get("push_raw").doubles();
        double[] images = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            images[i] = file.get("scale").doubles()[0] * (raw[i] + shift[i % shift.length]);
        }
        findings.compare(images, "T", Tolerance.FORWARD);
        double cost = file.get("cost").doubles()[0];
        double variance = file.get("varQ").doubles()[0];
        // One Monte-Carlo sample on their side, so that both numbers are of the same draws.
        findings.compare(200 * cost / variance, "id_uvp", Tolerance.FORWARD);
    }

    private static void potentials(OracleFile file, Findings findings) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            ConvexPotential first = potential(file, root, "v1.");
            ConvexPotential second = potential(file, root, "v2.");
            NDArray x = file.upload(scope.manager(), "X");
            NDArray psi = first.of(x).add(second.of(x)).expandDims(1);
            findings.compare(psi, "psi_raw", Tolerance.FORWARD);
            findings.compare(first.push(x), "push_v1", Tolerance.FIRST_GRADIENT);
            NDArray push = first.push(x).add(second.push(x));
            findings.compare(push, "push_raw", Tolerance.FIRST_GRADIENT);

            Mix3toMix10 pair =
                    new Mix3toMix10(
                            root,
                            file.part("v1."),
                            file.part("v2."),
                            new Mix3toMix10.Standardisation(
                                    file.get("shift").floats(), file.get("scale").doubles()[0]));
            findings.compare(pair.map().of(x), "T", Tolerance.FIRST_GRADIENT);
        }
    }

    /** As loaded: κ is 1e-2. */
    private static ConvexPotential potential(OracleFile file, NDManager root, String prefix) {
        DenseIcnn spec = ReferenceSpecs.dense(file, prefix, 1e-2, ConvexActivation.CELU);
        Map<String, HostTensor> weights = file.part(prefix, spec.shapes().keySet());
        return spec.over(Parameters.frozen(root, weights, MemoryFormat.CONTIGUOUS));
    }

    private static void pictures(OracleFile file, Findings findings) {
        RgbImage turned = image(file, "rot.in");
        RgbImage cut = image(file, "crop.in");
        for (String name : file.tensors().keySet()) {
            Matcher matcher = CENTER.matcher(name);
            if (SYMMETRIES.containsKey(name)) {
                compare(SYMMETRIES.get(name).of(turned), name, findings);
            } else if (matcher.matches()) {
                int height = Integer.parseInt(matcher.group(1));
                int width = Integer.parseInt(matcher.group(2));
                compare(Crop.center(cut, width, height).image(), name, findings);
            } else if (name.equals("normalized")) {
                try (NDManager root = Compute.cpu(1).openRoot()) {
                    NDArray batch = ImageTensors.upload(root, List.of(cut));
                    findings.compare(TorchOps.rowMajor(batch).squeeze(0), name, Tolerance.FORWARD);
                }
            } else if (!name.endsWith(".in")) {
                findings.miss("%s: unknown operation", name);
            }
        }
    }

    private static void compare(RgbImage image, String name, Findings findings) {
        double[] values = new double[image.pixels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.pixels()[i] & 0xff;
        }
        findings.compare(values, name, Tolerance.EXACT);
    }

    private static RgbImage image(OracleFile file, String name) {
        HostTensor tensor = file.get(name);
        byte[] pixels = new byte[Math.toIntExact(tensor.size())];
        tensor.bytes().get(pixels);
        return new RgbImage(file.extent(name, 1), file.extent(name, 0), pixels);
    }
}
