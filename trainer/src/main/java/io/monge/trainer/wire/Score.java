package io.monge.trainer.wire;

/**
 * One number by which snapshots can be compared.
 *
 * @param metric dotted name, such as {@code palette.contrast.sr}
 * @param value in that metric's unit
 */
public record Score(String metric, double value) {}
