package io.monge.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes 8-bit RGB PNG with one filter and the fastest deflate level: several times the speed of
 * the JDK's writer.
 */
final class PngEncoder {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte PAETH = 4;
    private static final int BUFFER = 1 << 16;

    private PngEncoder() {}

    static byte[] encode(RgbImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(image.width()).putInt(image.height());
        header.put((byte) 8).put((byte) 2); // bits a sample, RGB
        chunk(out, "IHDR", header.array(), header.capacity());
        writePixels(image, out);
        chunk(out, "IEND", new byte[0], 0);
        return out.toByteArray();
    }

    private static void writePixels(RgbImage image, ByteArrayOutputStream out) {
        int rowLength = RgbImage.CHANNELS * image.width();
        byte[] filtered = new byte[1 + rowLength];
        byte[] compressed = new byte[BUFFER];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            for (int y = 0; y < image.height(); y++) {
                filter(image.pixels(), y * rowLength, filtered);
                deflater.setInput(filtered);
                drain(deflater, compressed, out);
            }
            deflater.finish();
            drain(deflater, compressed, out);
        } finally {
            deflater.end();
        }
    }

    private static void drain(Deflater deflater, byte[] buffer, ByteArrayOutputStream out) {
        int length = deflater.deflate(buffer);
        while (length > 0) {
            chunk(out, "IDAT", buffer, length);
            length = deflater.deflate(buffer);
        }
    }

    /** Filter type 4 (Paeth) of the row that starts at {@code start}. */
    private static void filter(byte[] pixels, int start, byte[] filtered) {
        filtered[0] = PAETH;
        int rowLength = filtered.length - 1;
        for (int i = 0; i < rowLength; i++) {
            int left = i < 3 ? 0 : pixels[start + i - 3] & 0xFF;
            int up = start == 0 ? 0 : pixels[start + i - rowLength] & 0xFF;
            int corner = start == 0 || i < 3 ? 0 : pixels[start + i - rowLength - 3] & 0xFF;
            filtered[1 + i] = (byte) (pixels[start + i] - paeth(left, up, corner));
        }
    }

    private static int paeth(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(name);
        out.write(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
