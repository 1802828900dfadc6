package io.monge.serving.upscale;

import io.monge.imaging.ImageFormat;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * An upscaled image, encoded.
 *
 * @param width px
 * @param height px
 * @param version of the model that made it; empty for {@link Method#BICUBIC}
 */
public record UpscaleAnswer(
        byte[] image,
        ImageFormat format,
        int width,
        int height,
        OptionalLong version,
        Timing timing) {

    /**
     * Where the time went.
     *
     * @param queued from arrival to the start of work
     * @param decode of the input
     * @param inference the map or the interpolation
     * @param encode of the output
     */
    public record Timing(Duration queued, Duration decode, Duration inference, Duration encode) {

        /** From arrival to the encoded image. */
        public Duration total() {
            return queued.plus(decode).plus(inference).plus(encode);
        }
    }
}
