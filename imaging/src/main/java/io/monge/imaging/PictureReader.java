package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;
import static io.monge.imaging.MalformedImageException.Kind.UNSUPPORTED;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** From a checked container to the upright sRGB picture. Stateless. */
final class PictureReader {

    private static final int[] NO_KEY = {};

    private PictureReader() {}

    /**
     * @throws MalformedImageException if the pixels cannot be decoded
     */
    static Picture read(ImageContainer container) {
        try {
            return upright(container, decoded(container));
        } catch (MalformedImageException refused) {
            throw refused;
        } catch (IOException | RuntimeException | LinkageError e) {
            // The one edge at which libraries' exceptions end: on damaged data they throw any.
            throw undecodable(container.header().format(), e);
        }
    }

    private static MalformedImageException undecodable(ImageFormat format, Throwable cause) {
        boolean unsupported =
                cause instanceof LinkageError
                        || String.valueOf(cause.getMessage()).contains("nsupported");
        return new MalformedImageException(
                unsupported ? UNSUPPORTED : MALFORMED,
                "The %s data cannot be decoded: %s".formatted(format.title(), cause.getMessage()),
                cause);
    }

    private static BufferedImage decoded(ImageContainer container) throws IOException {
        ImageHeader header = container.header();
        byte[] encoded = container.pixels();
        ImageReader reader = Codecs.reader(header.format());
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            DecodeWarnings warnings = new DecodeWarnings();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(stream, true, true);
            BufferedImage image = pixels(reader, header.format());
            warnings.refuseIfDamaged();
            return container instanceof GifContainer gif ? Screen.of(gif, image) : image;
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage pixels(ImageReader reader, ImageFormat format) throws IOException {
        try {
            return reader.read(0);
        } catch (OutOfMemoryError e) {
            if (format == ImageFormat.WEBP && e.getMessage() == null) {
                // Not the JVM's, which says what it lacks: libwebp's word for damaged transparency.
                throw new IOException("its transparency is damaged", e);
            }
            throw e;
        }
    }

    private static Picture upright(ImageContainer container, BufferedImage image) {
        int[] key =
                container instanceof PngContainer png
                        ? png.transparentColour().orElse(NO_KEY)
                        : NO_KEY;
        RawRows rows = RawRows.of(image, key);
        Optional<ColourProfile> profile =
                RawRows.hasOwnColours(image.getColorModel())
                        ? container.profile().flatMap(icc -> ColourProfile.of(icc, rows.channels()))
                        : Optional.empty();
        Optional<ExifBlock> exif = container.exif().flatMap(ExifBlock::of);
        Picture.Traits traits = new Picture.Traits(rows.isGrey(), profile, exif);
        PictureBuilder.Stored stored = stored(container, exif);
        return !rows.hasAlpha() && isPlain(image, stored, profile)
                ? new Picture(BufferedImages.toRgb(image), Optional.empty(), traits)
                : new PictureBuilder(rows, stored, profile).build(traits);
    }

    /** Most photographs: nothing to do but to put red first. */
    private static boolean isPlain(
            BufferedImage image, PictureBuilder.Stored stored, Optional<ColourProfile> profile) {
        return image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && image.getRaster().getParent() == null
                && stored.orientation() == Orientation.UPRIGHT
                && profile.map(ColourProfile::isSrgb).orElse(true);
    }

    private static PictureBuilder.Stored stored(
            ImageContainer container, Optional<ExifBlock> exif) {
        if (container instanceof TiffContainer tiff) {
            return new PictureBuilder.Stored(
                    Orientation.of(tiff.orientation()),
                    tiff.isPremultiplied()
                            ? PictureBuilder.Alpha.PREMULTIPLIED
                            : PictureBuilder.Alpha.STRAIGHT);
        }
        return new PictureBuilder.Stored(
                exif.map(ExifBlock::orientation).orElse(Orientation.UPRIGHT),
                PictureBuilder.Alpha.STRAIGHT);
    }
}
