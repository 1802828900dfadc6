package io.monge.ot.benchmark;

import io.monge.ot.solver.SolverSpec;

/**
 * What a run gave.
 *
 * @param spec the method as it was trained last
 * @param iterations passes done
 * @param seconds wall-clock time of the training, without scoring
 * @param cpuSeconds processor time of the whole process while it trained: what a busy machine
 *     disturbs least
 * @param score of the last iterate
 */
public record BenchmarkResult<S>(
        SolverSpec spec, long iterations, double seconds, double cpuSeconds, S score) {}
