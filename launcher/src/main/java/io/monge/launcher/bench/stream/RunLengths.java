package io.monge.launcher.bench.stream;

/**
 * How long is measured.
 *
 * @param warmUp iterations of each run that are not counted
 * @param iterations of each run that are
 * @param rounds runs of each side, in turn
 * @param patches of each stream that lie on the topics
 */
record RunLengths(int warmUp, int iterations, int rounds, int patches) {}
