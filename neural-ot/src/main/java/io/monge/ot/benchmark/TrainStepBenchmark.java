package io.monge.ot.benchmark;

/** Times one iteration of Algorithm 1 on random patches in memory. */
public final class TrainStepBenchmark {
    private TrainStepBenchmark() {}
}
