package io.monge.serving.upscale;

/**
 * The queue at one moment.
 *
 * @param requests admitted and not finished
 * @param pixels low-resolution pixels of these
 * @param capacityPixels more than this is refused
 */
public record QueueState(int requests, long pixels, long capacityPixels) {}
