/**
 * An image becomes a larger one: admission, deadlines, tiles, the served map, encoding.
 *
 * <p>Start with {@link io.monge.serving.upscale.UpscaleDesk}, which HTTP and Kafka share. Nothing
 * here knows of HTTP. Images are decoded and encoded on the queue's threads {@code upscale-n};
 * forward passes run on the thread {@code tiles} of {@link io.monge.serving.upscale.TileBatcher},
 * but for those of 16-bit images, which stay on the queue's.
 */
@NullMarked
package io.monge.serving.upscale;

import org.jspecify.annotations.NullMarked;
