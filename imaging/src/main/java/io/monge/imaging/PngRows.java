package io.monge.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes PNG row by row, in memory of a few rows and of the blocks that {@link RowDeflater} has
 * under way (some half a megabyte each, two a processor and two more at most), with one filter:
 * beside the forward pass of a network that is little, and photographs come out smaller than with
 * zlib's fast levels alone. One thread.
 */
public final class PngRows implements RowSink, Closeable {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte AVERAGE = 3;

    private final OutputStream out;
    private final int rowLength; // bytes
    private final int pixelLength; // bytes
    private final int height;
    private final RowDeflater deflater =
            new RowDeflater((data, length) -> chunk("IDAT", data, length));
    private final byte[] filtered;
    private final byte[] left; // the row, a pixel further on
    private byte[] row;
    private byte[] above;
    private int rows;

    /**
     * Writes the header of an 8-bit RGB image.
     *
     * @param out stays open
     */
    public PngRows(OutputStream out, int width, int height) throws IOException {
        this(out, width, height, SampleLayout.RGB);
    }

    /**
     * Writes the header; rows are then those of the layout.
     *
     * @param out stays open
     */
    PngRows(OutputStream out, int width, int height, SampleLayout layout) throws IOException {
        this.out = out;
        this.rowLength = layout.bytes(width);
        this.pixelLength = layout.bytes(1);
        this.height = height;
        this.filtered = new byte[1 + rowLength];
        this.left = new byte[rowLength];
        this.row = new byte[rowLength];
        this.above = new byte[rowLength]; // black above the first row, as the format has it
        out.write(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(width).putInt(height);
        header.put((byte) layout.depth()).put((byte) colourType(layout));
        chunk("IHDR", header.array(), header.capacity());
    }

    private static int colourType(SampleLayout layout) {
        return (layout.colours() == 1 ? 0 : 2) + (layout.hasAlpha() ? 4 : 0);
    }

    /**
     * Writes whole rows below those before.
     *
     * @param pixels {@code byte[] HWC}, samples of 16 bits the high byte first, of any number of
     *     rows
     */
    public void write(byte[] pixels) throws IOException {
        if (pixels.length % rowLength != 0) {
            throw new IllegalArgumentException(
                    "%d bytes are not whole rows of %d bytes".formatted(pixels.length, rowLength));
        }
        write(pixels, pixels.length / rowLength);
    }

    @Override
    public void write(byte[] pixels, int count) throws IOException {
        if (rows + count > height) {
            throw new IllegalArgumentException(
                    "%d more rows at row %d leave an image of %d rows"
                            .formatted(count, rows, height));
        }
        for (int start = 0; start < count * rowLength; start += rowLength) {
            System.arraycopy(pixels, start, row, 0, rowLength);
            System.arraycopy(pixels, start, left, pixelLength, rowLength - pixelLength);
            average(row, left, above, filtered);
            deflater.write(filtered);
            byte[] used = above;
            above = row;
            row = used;
            rows++;
        }
    }

    /**
     * Filter type 3, the difference from the mean of left and above: as small on photographs as
     * Paeth's, and without a branch. Arrays of their own and one index make it a loop of vectors.
     */
    private static void average(byte[] row, byte[] left, byte[] above, byte[] out) {
        out[0] = AVERAGE;
        for (int i = 0; i < row.length; i++) {
            out[1 + i] = (byte) (row[i] - ((left[i] & 0xFF) + (above[i] & 0xFF) >> 1));
        }
    }

    /** Writes a chunk of its own; between the header and the first row. */
    void chunk(String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt(length).array());
        out.write(name);
        out.write(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Ends the image if all rows are there; frees the compressor in any case. */
    @Override
    public void close() throws IOException {
        try (deflater) {
            if (rows == height) {
                deflater.finish();
                chunk("IEND", new byte[0], 0);
            }
        }
    }
}
