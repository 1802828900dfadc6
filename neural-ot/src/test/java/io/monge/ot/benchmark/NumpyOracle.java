package io.monge.ot.benchmark;

import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** numpy's legacy streams, the mixtures drawn from them, and scipy's rotations. */
final class NumpyOracle {
    private static final Pattern STREAM =
            Pattern.compile("(uint32|double|normal|perm|randint)(\\d*)_([0-9A-F]+)");
    private static final Pattern MIXTURE = Pattern.compile("(mix_(P|Qv1|Qv2)_\\d+\\.)centers");
    private static final Pattern ROTATION = Pattern.compile("(ortho|ortho_hh)_(\\d+)\\.Y");
    private static final Map<String, Integer> SEEDS =
            Map.of("P", 0, "Qv1", 0xBADBEEF, "Qv2", 0xC0FFEE);
    private static final String DISTANCES = "gauss_true_distance_hh";
    private static final int ROTATION_SEED = 0xC0FFEE;

    private NumpyOracle() {}

    static void check(OracleFile file, Findings findings) {
        for (String name : file.tensors().keySet()) {
            matching(STREAM, name, found -> stream(file, found, findings));
            matching(
                    MIXTURE,
                    name,
                    found -> mixture(file, found.group(1), SEEDS.get(found.group(2)), findings));
            matching(ROTATION, name, found -> rotations(file, found, findings));
        }
        if (file.has(DISTANCES)) {
            distances(file, findings);
        }
        for (String name : file.tensors().keySet()) {
            if (!findings.hasCompared(name) && !name.equals(DISTANCES)) {
                findings.miss("%s: unknown stream", name);
            }
        }
    }

    private static void matching(Pattern pattern, String name, Consumer<Matcher> then) {
        Matcher matcher = pattern.matcher(name);
        if (matcher.matches()) {
            then.accept(matcher);
        }
    }

    private static void stream(OracleFile file, Matcher name, Findings findings) {
        NumpyRandom random = new NumpyRandom(Integer.parseUnsignedInt(name.group(3), 16));
        int length = (int) file.get(name.group()).size();
        int n = name.group(2).isEmpty() ? 0 : Integer.parseInt(name.group(2));
        IntStream indices = IntStream.range(0, length);
        double[] drawn =
                switch (name.group(1) + (n > 0 ? "" : name.group(2))) {
                    case "uint32" ->
                            indices.mapToDouble(i -> Integer.toUnsignedLong(random.nextBits()))
                                    .toArray();
                    case "double" -> indices.mapToDouble(i -> random.nextDouble()).toArray();
                    case "normal" -> indices.mapToDouble(i -> random.nextNormal()).toArray();
                    case "randint" ->
                            indices.mapToDouble(i -> random.nextInterval(n - 1)).toArray();
                    default ->
                            IntStream.range(0, length / n)
                                    .flatMap(i -> Arrays.stream(random.nextPermutation(n)))
                                    .asDoubleStream()
                                    .toArray();
                };
        // Logarithms may differ in the last bit.
        Tolerance tolerance = name.group(1).equals("normal") ? Tolerance.DOUBLE : Tolerance.EXACT;
        findings.compare(drawn, name.group(), tolerance);
    }

    /** Centres and maps of a mixture under a prefix, and what both were divided by, if named. */
    static void mixture(OracleFile file, String prefix, int seed, Findings findings) {
        int components = file.extent(prefix + "centers", 0);
        int dim = file.extent(prefix + "centers", 1);
        GaussianMixture mixture = GaussianMixture.draw(seed, components, dim);
        findings.compare(flat(mixture.centers()), prefix + "centers", Tolerance.FORWARD);
        float[][] maps =
                Arrays.stream(mixture.maps()).flatMap(Arrays::stream).toArray(float[][]::new);
        findings.compare(flat(maps), prefix + "maps", Tolerance.FORWARD);
        if (file.has(prefix + "mult")) {
            // A row of a map had the length 1 before.
            double length = Math.sqrt(squares(mixture.maps()[0][0]));
            findings.compare(1 / length, prefix + "mult", Tolerance.FORWARD);
        }
    }

    private static double squares(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(i -> (double) row[i] * row[i]).sum();
    }

    private static double[] flat(float[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    /** Y is drawn first, then X, from one stream. */
    private static void rotations(OracleFile file, Matcher name, Findings findings) {
        int dim = Integer.parseInt(name.group(2));
        String prefix = name.group(1) + "_" + dim + ".";
        NumpyRandom random = new NumpyRandom(ROTATION_SEED);
        boolean householder = name.group(1).equals("ortho_hh");
        for (String side : new String[] {"Y", "X"}) {
            double[][] rotation =
                    householder ? HouseholderRotation.draw(random, dim) : qr(random, dim);
            findings.compare(flat(rotation), prefix + side, Tolerance.DOUBLE);
            if (file.has(prefix + "weight_" + side)) {
                findings.compare(
                        flat(GaussianPair.stretched(rotation).rows()),
                        prefix + "weight_" + side,
                        Tolerance.DOUBLE);
            }
        }
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Today's scipy: the orthogonal factor of a normal matrix whose triangular one is positive. */
    private static double[][] qr(NumpyRandom random, int dim) {
        double[][] q = new double[dim][dim];
        for (double[] row : q) {
            Arrays.setAll(row, j -> random.nextNormal());
        }
        for (int j = 0; j < dim; j++) {
            for (int twice = 0; twice < 2; twice++) { // Gram-Schmidt loses digits once
                for (int k = 0; k < j; k++) {
                    double overlap = column(q, j, k);
                    for (double[] row : q) {
                        row[j] -= overlap * row[k];
                    }
                }
            }
            double norm = Math.sqrt(column(q, j, j));
            for (double[] row : q) {
                row[j] /= norm;
            }
        }
        return q;
    }

    private static double column(double[][] q, int j, int k) {
        return Arrays.stream(q).mapToDouble(row -> row[j] * row[k]).sum();
    }

    /** Rows [D, ½ BW²]; large D take the test's time and show nothing new. */
    private static void distances(OracleFile file, Findings findings) {
        double[] rows = file.get(DISTANCES).doubles();
        for (int i = 0; i < rows.length; i += 2) {
            int dim = (int) rows[i];
            if (dim <= 256) {
                findings.compare(
                        "true distance at D = " + dim,
                        new double[] {GaussianPair.w2gn(dim).halfSquaredDistance()},
                        new double[] {rows[i + 1]},
                        Tolerance.DOUBLE);
            }
        }
    }
}
