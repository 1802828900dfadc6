package io.monge.ot.benchmark;

import io.monge.ot.tensor.Compute;

/**
 * How many trainings share a run, and how many threads they share.
 *
 * @param trainings whose maps are averaged
 * @param threads one training takes them all, of several each takes one
 */
public record Ensemble(int trainings, int threads) {
    /** So long is a training that is not cut short by the run: docs/BENCHMARKS.md. */
    private static final double USUAL_SECONDS = 150;

    private static final double USUAL_ITERATIONS = 6000;

    private static final int MOST = 32;

    public Ensemble {
        if (trainings < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "trainings are %d and threads %d, both must be at least 1"
                            .formatted(trainings, threads));
        }
    }

    /** As many trainings as the run has time for, from one to {@value #MOST}. */
    public static Ensemble usual(RunLength length, int threads) {
        double fitting =
                length instanceof RunLength.Seconds time
                        ? time.count() * threads / USUAL_SECONDS
                        : ((RunLength.Iterations) length).count() / USUAL_ITERATIONS;
        return new Ensemble((int) Math.max(1, Math.min(MOST, Math.round(fitting))), threads);
    }

    /** How many run beside each other. */
    int atOnce() {
        return Math.min(trainings, threads);
    }

    /** What each of them computes with. */
    Compute compute() {
        return Compute.cpu(trainings == 1 ? threads : 1);
    }
}
