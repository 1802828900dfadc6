package io.monge.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Encodes an enlarged picture from the rows of its colours, as they come: alpha is enlarged row by
 * row and divided out, colours go back to the picture's own space and depth. Memory does not grow
 * with the height where the format allows (PNG; JPEG and WebP keep their samples in a temporary
 * file until the last row is there). One thread. Made by {@link ImageCodec#rows}.
 */
public final class PictureRows implements RowSink, Closeable {

    private final RowFinish finish;
    private final SampleSink sink;
    private final SampleLayout layout;
    private final boolean unchanged;
    private final int width;
    private int written;

    PictureRows(Picture source, int scale, SampleLayout layout, SampleSink sink) {
        this.finish = new RowFinish(source, scale, layout);
        this.sink = sink;
        this.layout = layout;
        this.width = source.width() * scale;
        this.unchanged =
                layout.equals(SampleLayout.RGB)
                        && source.alpha().isEmpty()
                        && source.traits().profile().map(ColourProfile::isSrgb).orElse(true);
    }

    /**
     * Whole rows below those before.
     *
     * @param pixels {@code byte[] HWC sRGB 0..255}, premultiplied; the caller's, and overwritten
     *     after the call
     */
    @Override
    public void write(byte[] pixels, int rows) throws IOException {
        if (unchanged) {
            sink.write(pixels, rows);
            written += rows;
            return;
        }
        int rowLength = RgbImage.byteLength(width, 1);
        int[] colours = new int[rowLength];
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < rowLength; i++) {
                colours[i] = Intensity.toSixteenBits(pixels[y * rowLength + i] & 0xFF);
            }
            finished(colours);
        }
    }

    /**
     * Whole rows below those before, of any depth.
     *
     * @param strip as wide as the enlarged picture
     */
    public void write(Pixels strip) throws IOException {
        if (strip.width() != width) {
            throw new IllegalArgumentException("%s is not %d px wide".formatted(strip, width));
        }
        if (strip instanceof RgbImage rgb) {
            write(rgb.pixels(), rgb.height());
            return;
        }
        int[] colours = new int[RgbImage.byteLength(width, 1)];
        for (int y = 0; y < strip.height(); y++) {
            strip.row(y, colours);
            finished(colours);
        }
    }

    private void finished(int[] colours) throws IOException {
        byte[] row = new byte[layout.bytes(width)];
        finish.row(written, colours, row);
        sink.write(row, 1);
        written++;
    }

    /** Ends the image if every row is there; frees what it took in any case. */
    @Override
    public void close() throws IOException {
        sink.close();
    }

    /** What is stored of each pixel of this picture in this format. */
    static SampleLayout layout(Picture source, ImageFormat format) {
        boolean alpha = source.alpha().isPresent();
        boolean grey = source.traits().grey();
        return switch (format) {
            case PNG -> new SampleLayout((grey ? 1 : 3) + (alpha ? 1 : 0), source.pixels().depth());
            case JPEG -> new SampleLayout(grey ? 1 : 3, Byte.SIZE);
            default -> new SampleLayout(alpha ? 4 : 3, Byte.SIZE);
        };
    }

    /** The profile that goes along: that of the samples as they are stored. */
    static Optional<ColourProfile> profile(Picture source, SampleLayout layout) {
        return source.traits().profile().filter(profile -> profile.channels() == layout.colours());
    }
}
