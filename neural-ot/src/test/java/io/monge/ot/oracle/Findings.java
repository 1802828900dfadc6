package io.monge.ot.oracle;

import ai.djl.ndarray.NDArray;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the check of one file found. Mutable; one thread. */
public final class Findings {
    private final OracleFile file;
    private final List<String> misses = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private double largest;
    private String where = "nothing compared";
    private int comparisons;

    public Findings(OracleFile file) {
        this.file = file;
    }

    /** Compares an array with the file's of that name, shape and values. */
    public void compare(NDArray actual, String expected, Tolerance tolerance) {
        HostTensor wanted = file.get(expected);
        long[] shape = actual.getShape().getShape();
        if (!Arrays.equals(shape, wanted.shape())) {
            miss("%s has shape %s, not %s", expected, Arrays.toString(shape), wanted);
            return;
        }
        compare(expected, TorchOps.detach(actual).toFloatArray(), wanted.floats(), tolerance);
    }

    /** Compares numbers with the file's array of that name. */
    public void compare(double[] actual, String expected, Tolerance tolerance) {
        compare(expected, actual, file.get(expected).doubles(), tolerance);
    }

    /** Compares one number with the file's of that name. */
    public void compare(double actual, String expected, Tolerance tolerance) {
        compare(new double[] {actual}, expected, tolerance);
    }

    /** Compares what is no array of the file as it stands. */
    public void compare(String what, float[] actual, float[] expected, Tolerance tolerance) {
        compare(what, doubles(actual), doubles(expected), tolerance);
    }

    /** As above. */
    public void compare(String what, double[] actual, double[] expected, Tolerance tolerance) {
        if (actual.length != expected.length) {
            miss("%s has %d values, not %d", what, actual.length, expected.length);
            return;
        }
        double range = Double.MIN_NORMAL;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            range = Math.max(range, Math.abs(expected[i]));
            worst = Double.isNaN(difference) ? Double.NaN : Math.max(worst, difference);
        }
        error(what, worst / range, tolerance);
    }

    /** Takes a relative error that was computed elsewhere. */
    public void error(String what, double error, Tolerance tolerance) {
        error(what, error, tolerance.most());
    }

    /** As above, with a tolerance that was computed too. */
    public void error(String what, double error, double most) {
        comparisons++;
        compared.add(what);
        if (!(error <= largest) || comparisons == 1) {
            largest = error;
            where = what;
        }
        if (!(error <= most)) {
            miss("%s is off by %.2e, allowed %.0e", what, error, most);
        }
    }

    /** Records that something does not agree. */
    public void miss(String format, Object... arguments) {
        misses.add(format.formatted(arguments));
    }

    /** Takes over what a trial of the same file found. */
    public void add(Findings trial) {
        misses.addAll(trial.misses);
        compared.addAll(trial.compared);
        if (comparisons == 0 || !(trial.largest <= largest)) {
            largest = trial.largest;
            where = trial.where;
        }
        comparisons += trial.comparisons;
    }

    /** Whether something of this name was compared. */
    public boolean hasCompared(String what) {
        return compared.contains(what);
    }

    /** The largest relative error so far. */
    public double largest() {
        return largest;
    }

    /** Whether there is no miss so far. */
    public boolean agree() {
        return misses.isEmpty();
    }

    List<String> misses() {
        List<String> all = new ArrayList<>(misses);
        if (comparisons == 0) {
            all.add("nothing was compared");
        }
        return all;
    }

    /** One line: the file, its largest relative error and where that is. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s: largest relative error %.1e (%s; %d arrays)%s",
                file.name(),
                largest,
                where,
                comparisons,
                misses().isEmpty() ? "" : " MISSED");
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
