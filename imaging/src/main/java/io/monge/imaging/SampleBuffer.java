package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.tooLarge;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Rows of 8-bit samples until all of them are there, for encoders that want the whole image: in
 * memory if it is small, else in a temporary file. One thread.
 */
final class SampleBuffer {

    private static final int LARGE = 64 << 20; // bytes

    private final ImageHeader size;
    private final SampleLayout layout;
    private final DataBuffer samples;
    private int written; // bytes

    private SampleBuffer(ImageHeader size, SampleLayout layout, DataBuffer samples) {
        this.size = size;
        this.layout = layout;
        this.samples = samples;
    }

    /**
     * In memory whatever the size.
     *
     * @throws MalformedImageException if one array cannot hold it
     */
    static SampleBuffer inMemory(ImageHeader size, SampleLayout layout) {
        return new SampleBuffer(size, layout, new DataBufferByte(bytes(size, layout)));
    }

    /**
     * @throws MalformedImageException if one array could not hold it: the encoders count in ints
     */
    static SampleBuffer of(ImageHeader size, SampleLayout layout) throws IOException {
        int bytes = bytes(size, layout);
        return bytes < LARGE
                ? inMemory(size, layout)
                : new SampleBuffer(size, layout, MappedSamples.of(bytes));
    }

    private static int bytes(ImageHeader size, SampleLayout layout) {
        if (size.area() > layout.mostPixels()) {
            throw tooLarge(
                    "The result would be %dx%d px, as %s at most %d pixels: take PNG or a smaller scale"
                            .formatted(
                                    size.width(),
                                    size.height(),
                                    size.format().title(),
                                    layout.mostPixels()));
        }
        return layout.bytes(size.area());
    }

    void write(byte[] rows, int count) {
        int length = layout.bytes((long) count * size.width());
        if (samples instanceof MappedSamples file) {
            file.write(written, rows, length);
        } else {
            System.arraycopy(rows, 0, ((DataBufferByte) samples).getData(), written, length);
        }
        written += length;
    }

    boolean isWhole() {
        return written == samples.getSize();
    }

    BufferedImage image() {
        int channels = layout.channels();
        int[] offsets = IntStream.range(0, channels).toArray();
        int row = layout.bytes(size.width());
        WritableRaster raster =
                Raster.createWritableRaster(
                        new PixelInterleavedSampleModel(
                                DataBuffer.TYPE_BYTE,
                                size.width(),
                                size.height(),
                                channels,
                                row,
                                offsets),
                        samples,
                        null);
        int space = layout.colours() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ColorModel colours =
                new ComponentColorModel(
                        ColorSpace.getInstance(space),
                        layout.hasAlpha(),
                        false,
                        layout.hasAlpha() ? ColorModel.TRANSLUCENT : ColorModel.OPAQUE,
                        DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }
}
