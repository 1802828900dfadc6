/**
 * Applying the newest map: snapshots and images in, upscaled images, pages and metrics out.
 *
 * <p>{@link io.monge.serving.ServingService} wires the parts, {@link
 * io.monge.serving.ServingConfig} configures them. Start with {@code model.ModelSlot}, then {@code
 * upscale.UpscaleDesk}, the way of every image. No NDArray and no Avro class is seen here.
 */
@NullMarked
package io.monge.serving;

import org.jspecify.annotations.NullMarked;
