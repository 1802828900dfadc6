package io.monge.ingest;

/**
 * What an image has given.
 *
 * @param width of the image, px
 * @param height of the image, px
 * @param patches on the topic
 */
public record CutImage(int width, int height, int patches) {}
