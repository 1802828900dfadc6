/**
 * An image becomes a larger one: admission, deadlines, tiles, the served map, encoding.
 *
 * <p>Start with {@link io.monge.serving.upscale.UpscaleDesk}, which HTTP and Kafka share. Nothing
 * here knows of HTTP; work happens on the queue's threads {@code upscale-n} alone.
 */
@NullMarked
package io.monge.serving.upscale;

import org.jspecify.annotations.NullMarked;
