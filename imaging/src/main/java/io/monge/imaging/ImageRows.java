package io.monge.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * A PNG or JPEG file of any size as rows: its pixels are decoded into a temporary file, so that
 * memory does not grow with it. One thread.
 *
 * <p>What has no 8-bit samples (PNG of 16 bits) takes the way of {@link ImageCodec}, in memory.
 */
public final class ImageRows implements Closeable {
    private static final ImageLimits IN_MEMORY =
            new ImageLimits(Integer.MAX_VALUE - 8L, Integer.MAX_VALUE / RgbImage.CHANNELS);

    private final BufferedImage image;

    private ImageRows(BufferedImage image) {
        this.image = image;
    }

    /**
     * Decodes the file.
     *
     * @throws MalformedImageException if it is no whole PNG or JPEG
     * @throws IOException if it cannot be read, or the temporary file not written
     */
    public static ImageRows open(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new MalformedImageException(
                        MalformedImageException.Kind.UNSUPPORTED,
                        "'%s' is neither PNG nor JPEG".formatted(file));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                ImageTypeSpecifier type = reader.getImageTypes(0).next();
                if (type.getSampleModel().getDataType() != DataBuffer.TYPE_BYTE) {
                    return new ImageRows(BufferedImages.of(new ImageCodec(IN_MEMORY).decode(file)));
                }
                return new ImageRows(read(reader, type));
            } catch (RuntimeException | IIOException e) {
                throw damaged(file, e.getMessage());
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage read(ImageReader reader, ImageTypeSpecifier type)
            throws IOException {
        DecodeWarnings warnings = new DecodeWarnings();
        reader.addIIOReadWarningListener(warnings);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(onDisk(type, reader.getWidth(0), reader.getHeight(0)));
        BufferedImage image = reader.read(0, param);
        warnings.refuseIfDamaged();
        return image;
    }

    private static MalformedImageException damaged(Path file, String why) {
        return new MalformedImageException(
                MalformedImageException.Kind.MALFORMED,
                "'%s' cannot be decoded: %s".formatted(file, why));
    }

    private static BufferedImage onDisk(ImageTypeSpecifier type, int width, int height)
            throws IOException {
        SampleModel samples = type.getSampleModel(width, height);
        MappedSamples file = MappedSamples.of(bytes(samples));
        WritableRaster raster = Raster.createWritableRaster(samples, file, null);
        ColorModel colors = type.getColorModel();
        return new BufferedImage(colors, raster, colors.isAlphaPremultiplied(), null);
    }

    /**
     * Of 8-bit samples.
     *
     * @throws IllegalArgumentException if they are more than can be mapped at once
     */
    static int bytes(SampleModel samples) {
        long pixels = (long) samples.getWidth() * samples.getHeight();
        return new SampleLayout(samples.getNumBands(), Byte.SIZE).bytes(pixels);
    }

    public int width() {
        return image.getWidth();
    }

    public int height() {
        return image.getHeight();
    }

    /**
     * Some rows.
     *
     * @return {@code byte[] HWC sRGB 0..255}
     */
    public byte[] read(int top, int count) {
        Raster all = image.getRaster();
        WritableRaster rows = all.createCompatibleWritableRaster(width(), count);
        rows.setRect(0, -top, all.createChild(0, top, width(), count, 0, top, null));
        ColorModel colors = image.getColorModel();
        return BufferedImages.toRgb(
                        new BufferedImage(colors, rows, colors.isAlphaPremultiplied(), null))
                .pixels();
    }

    @Override
    public void close() {
        image.flush();
    }
}
