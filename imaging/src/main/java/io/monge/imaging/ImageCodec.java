package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.tooLarge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Encoded images ⇄ {@link Picture}s, and plain {@link RgbImage}s for those who need no more.
 *
 * <p>The format is told by the first bytes, never by a name. Limits are checked against the header
 * before a pixel is allocated, and the container is walked to its end first: a truncated file is
 * refused, not half shown; so is more than one frame, of which the rest would be lost. Pictures
 * come upright (EXIF), in sRGB (ICC; CMYK too) and premultiplied, in 16 bits if they declare more
 * than 8. Not honoured: gamma and chromaticities of PNG without a profile. Thread-safe; nothing is
 * cached on disk.
 */
public final class ImageCodec {

    private final ImageLimits limits;

    public ImageCodec(ImageLimits limits) {
        this.limits = limits;
    }

    /** The formats that are read. */
    public Set<ImageFormat> formats() {
        return limits.formats();
    }

    /**
     * Format and stored size, checked against the limits; no pixel is decoded.
     *
     * @throws MalformedImageException if {@link #decode} would refuse these bytes for their header
     */
    public ImageHeader header(byte[] encoded) {
        return container(encoded).header();
    }

    private ImageContainer container(byte[] encoded) {
        if (encoded.length > limits.maxBytes()) {
            throw tooManyBytes(encoded.length);
        }
        ImageContainer container = ImageContainer.of(encoded, limits.formats());
        ImageHeader header = container.header();
        if (header.area() > limits.maxPixels()) {
            throw tooLarge(
                    "The image is %dx%d = %d pixels; at most %d are allowed"
                            .formatted(
                                    header.width(),
                                    header.height(),
                                    header.area(),
                                    limits.maxPixels()));
        }
        if (container.frames() > 1) {
            throw tooLarge(
                    "The %s has more than one frame; one is allowed"
                            .formatted(header.format().title()));
        }
        return container;
    }

    /**
     * The decoded picture with what its output needs.
     *
     * @throws MalformedImageException if the bytes are no whole image within the limits
     */
    public Picture picture(byte[] encoded) {
        return PictureReader.read(container(encoded));
    }

    /**
     * The picture in a file; its size is checked before it is read.
     *
     * @throws MalformedImageException as {@link #picture(byte[])}
     * @throws IOException if the file cannot be read
     */
    public Picture picture(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > limits.maxBytes()) {
            throw tooManyBytes(bytes);
        }
        return picture(Files.readAllBytes(file));
    }

    /**
     * The decoded image in 8 bits, over white if it has transparency.
     *
     * @throws MalformedImageException as {@link #picture(byte[])}
     */
    public RgbImage decode(byte[] encoded) {
        return picture(encoded).overWhite();
    }

    /**
     * The image in a file, as {@link #decode(byte[])} gives it.
     *
     * @throws MalformedImageException as {@link #picture(byte[])}
     * @throws IOException if the file cannot be read
     */
    public RgbImage decode(Path file) throws IOException {
        return picture(file).overWhite();
    }

    /**
     * The picture, encoded: in the colour space and depth it came in where the format has them.
     * JPEG shows transparency over white.
     *
     * @throws MalformedImageException if it is larger than the format can be
     */
    public byte[] encode(Picture picture, ImageEncoding encoding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PictureRows rows = rows(out, picture, 1, encoding)) {
            rows.write(picture.pixels());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The %s cannot be written".formatted(encoding.format().title()), e);
        }
        return out.toByteArray();
    }

    /**
     * The same row by row for a picture that is being enlarged: takes the rows of its enlarged
     * colours, and encodes them with its own alpha, profile and EXIF.
     *
     * @param out stays open
     * @param source as decoded, before enlarging
     * @param scale between the source and the rows that will come
     * @throws MalformedImageException if the result is larger than the format can be, or than its
     *     encoder takes
     */
    public PictureRows rows(OutputStream out, Picture source, int scale, ImageEncoding encoding)
            throws IOException {
        ImageHeader size =
                enlarged(
                        new ImageHeader(encoding.format(), source.width(), source.height()), scale);
        SampleLayout layout = PictureRows.layout(source, encoding.format());
        Extras extras =
                new Extras(
                        PictureRows.profile(source, layout).map(ColourProfile::icc),
                        exif(source, size, encoding));
        SampleSink sink =
                switch (encoding.format()) {
                    case JPEG ->
                            new JpegSink(
                                    out, SampleBuffer.of(size, layout), encoding.quality(), extras);
                    case WEBP ->
                            new WebpSink(out, size, layout, new WebpSink.Style(encoding, extras));
                    default -> new PngSink(out, size, layout, extras);
                };
        return new PictureRows(source, scale, layout, sink);
    }

    private static Optional<byte[]> exif(Picture source, ImageHeader size, ImageEncoding encoding) {
        return encoding.exif() == ImageEncoding.ExifPolicy.KEEP
                ? source.traits().exif().map(exif -> exif.upright(size.width(), size.height()))
                : Optional.empty();
    }

    /**
     * The size of an enlarged image, before any work on it.
     *
     * @param small in the format that will be written
     * @throws MalformedImageException if it is larger than the format can be
     */
    public static ImageHeader enlarged(ImageHeader small, int scale) {
        long width = (long) small.width() * scale;
        long height = (long) small.height() * scale;
        int longest = small.format().longestSide();
        if (width > longest || height > longest) {
            throw tooLarge(
                    "The result would be %dx%d px; %s holds at most %d a side"
                            .formatted(width, height, small.format().title(), longest));
        }
        return new ImageHeader(small.format(), (int) width, (int) height);
    }

    /** Lossless, favouring speed over size. */
    public byte[] encodePng(RgbImage image) {
        return PngEncoder.encode(image);
    }

    /**
     * Baseline JPEG with chroma at full resolution: coloured edges are what an upscaled image is
     * looked at for.
     *
     * @param quality 1 (worst) to 100
     */
    public byte[] encodeJpeg(RgbImage image, int quality) {
        return JpegEncoder.encode(image, quality);
    }

    private MalformedImageException tooManyBytes(long bytes) {
        return tooLarge(
                "The image has %d bytes; at most %d are allowed"
                        .formatted(bytes, limits.maxBytes()));
    }
}
