package io.monge.ot.benchmark;

import java.util.Arrays;
import java.util.function.Consumer;

/** How far all trainings of an {@link EnsembleRun} are together. */
final class EnsembleProgress {
    private static final double REPORTS = 20;

    private final long start = System.nanoTime();
    private final double[] shares;
    private final long[] iterations;
    private final Consumer<RunProgress> listener;
    private double nextReport = 1 / REPORTS;

    EnsembleProgress(int trainings, Consumer<RunProgress> listener) {
        this.shares = new double[trainings];
        this.iterations = new long[trainings];
        this.listener = listener;
    }

    /** One training has come so far; told on once every twentieth of all. */
    synchronized void of(int training, RunProgress now) {
        shares[training] = now.share();
        iterations[training] = now.iterations();
        double share = Arrays.stream(shares).sum() / shares.length;
        if (share < nextReport - 1e-9) { // the sum of many twentieths is not exact
            return;
        }
        nextReport = (Math.floor(share * REPORTS + 1e-9) + 1) / REPORTS;
        listener.accept(
                new RunProgress(
                        share,
                        Arrays.stream(iterations).sum(),
                        (System.nanoTime() - start) * 1e-9,
                        now.last()));
    }
}
