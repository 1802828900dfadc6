package io.monge.ot.benchmark;

import java.util.List;
import java.util.Map;

/**
 * Times of iterations and of the parts of one update.
 *
 * @param medianSeconds of an iteration: one potential update and K_T map updates
 * @param medianCpuSeconds processor time of an iteration, all threads
 * @param seconds every timed iteration
 * @param partSeconds median seconds of each part of a single update, in the order they run
 */
public record TrainStepResult(
        double medianSeconds,
        double medianCpuSeconds,
        List<Double> seconds,
        Map<String, Double> partSeconds) {}
