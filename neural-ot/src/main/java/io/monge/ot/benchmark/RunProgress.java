package io.monge.ot.benchmark;

import io.monge.ot.StepReport;

/**
 * How far a run is.
 *
 * @param share of the run, in [0, 1]
 * @param iterations passes done
 * @param seconds since it began
 * @param last what the last pass reported
 */
public record RunProgress(double share, long iterations, double seconds, StepReport last) {}
