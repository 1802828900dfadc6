/**
 * Measures how fast and how well the solvers run.
 *
 * <p>Not used by the services. Start at {@link io.monge.ot.benchmark.BenchmarkPair} for
 * distributions with known maps, at {@link io.monge.ot.benchmark.TrainStepBenchmark} for speed.
 */
@NullMarked
package io.monge.ot.benchmark;

import org.jspecify.annotations.NullMarked;
