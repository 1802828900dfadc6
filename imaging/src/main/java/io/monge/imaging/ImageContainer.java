package io.monge.imaging;

import java.util.Optional;
import java.util.Set;

/**
 * An encoded image as its format's structure shows it, without decoding a pixel and without
 * allocating more than its metadata take. Each implementation has read and checked its header when
 * it is constructed.
 */
interface ImageContainer {

    /** Format and the size that decoding would allocate. */
    ImageHeader header();

    /** Number of pictures, counted at most up to the first that is one too many. */
    int frames();

    /** ICC profile of the samples that a decoder gives for {@link #pixels}. */
    Optional<byte[]> profile();

    /** EXIF, as a TIFF structure. */
    Optional<byte[]> exif();

    /**
     * The same image with nothing beside its pixels, once the structure has been followed to its
     * end.
     *
     * @throws MalformedImageException if it is truncated or damaged
     */
    byte[] pixels();

    /**
     * The container of these bytes, told by the first of them.
     *
     * @param readable any other format is refused
     * @throws MalformedImageException for bytes that are no image that is read
     */
    static ImageContainer of(byte[] encoded, Set<ImageFormat> readable) {
        return switch (ImageSignature.of(encoded, readable)) {
            case PNG -> new PngContainer(encoded);
            case JPEG -> new JpegContainer(encoded);
            case WEBP -> new WebpContainer(encoded);
            case GIF -> new GifContainer(encoded);
            case BMP -> new BmpContainer(encoded);
            case TIFF -> new TiffContainer(encoded);
        };
    }
}
