package io.monge.ot.benchmark;

import io.monge.ot.solver.SolverSpec;

/** A method under test: its specification depends on how long it may train. */
@FunctionalInterface
public interface BenchmarkMethod {
    /**
     * The method with learning rates that span a whole run. A run of given time asks again while it
     * learns how fast it is; architectures must not depend on the length.
     *
     * @param iterations passes from the first to the last
     */
    SolverSpec lasting(long iterations);

    /** In which coordinates the method sees the samples; by default as they are. */
    default GaussianFrame frame(BenchmarkPair.TrainingPoints points) {
        return GaussianFrame.none(points.x()[0].length);
    }
}
