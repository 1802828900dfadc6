package io.monge.imaging;

/**
 * What an encoded image says of itself before any pixel is decoded.
 *
 * @param width px
 * @param height px
 */
public record ImageHeader(ImageFormat format, int width, int height) {

    /** Number of pixels. */
    public long area() {
        return (long) width * height;
    }
}
