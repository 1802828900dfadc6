package io.monge.launcher.bench.vector;

import io.monge.ot.benchmark.BenchmarkMethod;
import io.monge.ot.benchmark.Ensemble;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.benchmark.VectorMethods;
import java.util.Locale;

/** What {@code monge bench pairs --solver} names. */
enum PairSolver {
    OTS,
    OTS_REVERSED,
    WASSERSTEIN2,
    REGULARIZED_IPM_GAN;

    /** Which form of {@link #OTS}. */
    enum Variant {
        /** The best found for vectors. */
        BEST,
        /** Algorithm 1 as printed. */
        TEXTBOOK
    }

    /**
     * @param dim d
     * @param lambda λ of the regularised IPM GAN
     */
    BenchmarkMethod method(int dim, Variant variant, double lambda) {
        return switch (this) {
            case OTS ->
                    variant == Variant.BEST ? VectorMethods.semiDual(dim) : VectorMethods.ots(dim);
            case OTS_REVERSED -> VectorMethods.otsReversed(dim);
            case WASSERSTEIN2 -> VectorMethods.wasserstein2(dim);
            case REGULARIZED_IPM_GAN -> VectorMethods.regularizedIpmGan(dim, lambda);
        };
    }

    /**
     * How many trainings a run has where the user does not say: the best found alone profits from
     * several, the others are what they are in the papers.
     */
    Ensemble usual(Variant variant, RunLength length, int threads) {
        return this == OTS && variant == Variant.BEST
                ? Ensemble.usual(length, threads)
                : new Ensemble(1, threads);
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
