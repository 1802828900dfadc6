/**
 * RGB images and everything done to them without a network: codecs, crops, symmetries, bicubic
 * resampling, tiling.
 *
 * <p>No tensors, no Kafka, no Reactor: ingest needs crops, serving needs codecs, and neither may
 * pull in the other. Degradations live in {@code degrade}, the rendered test world in {@code
 * scene}. Start at {@link io.monge.imaging.RgbImage}, and for encoded images at {@link
 * io.monge.imaging.ImageCodec}: containers are checked before a library decodes them.
 */
@NullMarked
package io.monge.imaging;

import org.jspecify.annotations.NullMarked;
