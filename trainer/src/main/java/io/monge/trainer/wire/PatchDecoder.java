package io.monge.trainer.wire;

import io.monge.imaging.RgbImage;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import java.nio.ByteBuffer;

/**
 * {@link ImagePatch} → {@link RgbImage}, for one stream: refuses what that stream cannot be trained
 * on.
 *
 * @param domain the distribution the stream stands for
 * @param side of the square patches the networks take, px
 */
record PatchDecoder(Domain domain, int side) {

    /**
     * @throws IllegalArgumentException with a sentence for the dead letter, if the patch is of the
     *     other domain, of another size, or has not the bytes its size asks for
     */
    RgbImage decode(ImagePatch patch) {
        if (patch.getDomain() != domain) {
            throw new IllegalArgumentException(
                    "The patch is of domain %s, this topic carries %s"
                            .formatted(patch.getDomain(), domain));
        }
        if (patch.getWidth() != side || patch.getHeight() != side) {
            throw new IllegalArgumentException(
                    "The %s patch is %dx%d px, the trainer is configured for %dx%d"
                            .formatted(domain, patch.getWidth(), patch.getHeight(), side, side));
        }
        ByteBuffer pixels = patch.getPixels().duplicate();
        int expected = RgbImage.byteLength(side, side);
        if (pixels.remaining() != expected) {
            throw new IllegalArgumentException(
                    "The %s patch has %d bytes of pixels, %dx%d px have %d"
                            .formatted(domain, pixels.remaining(), side, side, expected));
        }
        byte[] bytes = new byte[expected];
        pixels.get(bytes);
        return new RgbImage(side, side, bytes);
    }
}
