package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;
import static io.monge.imaging.MalformedImageException.Kind.TOO_LARGE;
import static io.monge.imaging.MalformedImageException.Kind.UNSUPPORTED;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG bytes ⇄ {@link RgbImage}.
 *
 * <p>The format is told by the first bytes, never by a name. Size limits are checked against the
 * header before a pixel is decoded, and the container is walked to its end first: a truncated file
 * is refused, not half shown. What becomes 8-bit RGB: grey and palette are expanded; 16 bits are
 * rounded to 8; transparency is composited over white, as a browser shows it; CMYK and JPEGs with
 * an embedded profile are converted to sRGB. Not honoured: profiles and gamma in PNG (taken as
 * sRGB), EXIF orientation. Thread-safe; nothing is cached on disk.
 */
public final class ImageCodec {

    private final ImageLimits limits;

    public ImageCodec(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Format and size, checked against the limits; no pixel is decoded.
     *
     * @throws MalformedImageException if {@link #decode} would refuse these bytes for their header
     */
    public ImageHeader header(byte[] encoded) {
        if (encoded.length > limits.maxBytes()) {
            throw tooManyBytes(encoded.length);
        }
        ImageHeader header =
                switch (ImageSignature.of(encoded)) {
                    case PNG -> PngContainer.header(encoded);
                    case JPEG -> JpegContainer.header(encoded);
                };
        if (header.area() > limits.maxPixels()) {
            throw new MalformedImageException(
                    TOO_LARGE,
                    "The image is %dx%d = %d pixels; at most %d are allowed"
                            .formatted(
                                    header.width(),
                                    header.height(),
                                    header.area(),
                                    limits.maxPixels()));
        }
        return header;
    }

    /**
     * The decoded image.
     *
     * @throws MalformedImageException if the bytes are no whole PNG or JPEG within the limits
     */
    public RgbImage decode(byte[] encoded) {
        ImageHeader header = header(encoded);
        ImageReader reader =
                switch (header.format()) {
                    case PNG -> ImageIO.getImageReadersByFormatName("png").next();
                    case JPEG -> jpegReader();
                };
        byte[] clean =
                switch (header.format()) {
                    case PNG -> PngContainer.withoutAncillaryChunks(encoded);
                    case JPEG -> JpegContainer.whole(encoded);
                };
        return BufferedImages.toRgb(read(reader, clean, header.format()));
    }

    /**
     * The image in a file; its size is checked before it is read.
     *
     * @throws MalformedImageException as {@link #decode(byte[])}
     * @throws IOException if the file cannot be read
     */
    public RgbImage decode(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > limits.maxBytes()) {
            throw tooManyBytes(bytes);
        }
        return decode(Files.readAllBytes(file));
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

    /** The reader of CMYK, progressive and lossless JPEGs, whatever else is on the class path. */
    private static ImageReader jpegReader() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        JPEGImageReaderSpi provider = registry.getServiceProviderByClass(JPEGImageReaderSpi.class);
        if (provider == null) {
            // A jar that merged others may have lost the file by which the JDK finds providers.
            provider = new JPEGImageReaderSpi();
            registry.registerServiceProvider(provider);
        }
        try {
            return provider.createReaderInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("The JPEG reader does not start", e);
        }
    }

    private static BufferedImage read(ImageReader reader, byte[] encoded, ImageFormat format) {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            DecodeWarnings warnings = new DecodeWarnings();
            reader.addIIOReadWarningListener(warnings);
            // Metadata ignored: text chunks and the like may be bombs of their own.
            reader.setInput(stream, true, true);
            BufferedImage image = reader.read(0);
            warnings.refuseIfDamaged();
            return image;
        } catch (IOException | RuntimeException e) {
            if (e instanceof MalformedImageException refused) {
                throw refused;
            }
            // Readers throw any runtime exception on damaged data; to the caller all of them mean
            // the same.
            throw new MalformedImageException(
                    e instanceof IIOException
                                    && String.valueOf(e.getMessage()).contains("nsupported")
                            ? UNSUPPORTED
                            : MALFORMED,
                    "The %s data cannot be decoded: %s".formatted(format, e.getMessage()),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private MalformedImageException tooManyBytes(long bytes) {
        return new MalformedImageException(
                TOO_LARGE,
                "The image has %d bytes; at most %d are allowed"
                        .formatted(bytes, limits.maxBytes()));
    }
}
