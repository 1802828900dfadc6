/**
 * Measures how fast and how well the solvers run.
 *
 * <p>For the benches; of the services only the trainer's self-test solves a pair from here. Start
 * at {@link io.monge.ot.benchmark.BenchmarkPair} for distributions with known maps, at {@link
 * io.monge.ot.benchmark.TrainStepBenchmark} for speed.
 */
@NullMarked
package io.monge.ot.benchmark;

import org.jspecify.annotations.NullMarked;
