package io.monge.imaging;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JPEG with its profile and EXIF behind the first segment. */
final class JpegSink implements SampleSink {

    private static final int MAX_SEGMENT = 65_533; // bytes of data
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;

    private final SampleBuffer samples;
    private final OutputStream out;
    private final int quality;
    private final Extras extras;

    JpegSink(OutputStream out, SampleBuffer samples, int quality, Extras extras) {
        this.samples = samples;
        this.out = out;
        this.quality = quality;
        this.extras = extras;
    }

    @Override
    public void write(byte[] rows, int count) {
        samples.write(rows, count);
    }

    @Override
    public void close() throws IOException {
        if (samples.isWhole()) {
            WithSegments stream = new WithSegments(out, segments());
            JpegEncoder.write(samples.image(), quality, stream);
            stream.flush();
        }
    }

    private byte[] segments() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] exif = extras.exif().orElse(new byte[0]);
        // EXIF of another format may be larger than a segment; it then stays behind.
        if (exif.length > 0 && exif.length + JpegContainer.EXIF.length() <= MAX_SEGMENT) {
            segment(bytes, APP1, latin(JpegContainer.EXIF), exif);
        }
        byte[] icc = extras.profile().orElse(new byte[0]);
        int part = MAX_SEGMENT - JpegContainer.ICC.length() - 2;
        int parts = (icc.length + part - 1) / part;
        for (int i = 0; i < parts; i++) {
            int length = Math.min(part, icc.length - i * part);
            ByteBuffer head = ByteBuffer.allocate(JpegContainer.ICC.length() + 2);
            head.put(latin(JpegContainer.ICC)).put((byte) (i + 1)).put((byte) parts);
            byte[] data = new byte[length];
            System.arraycopy(icc, i * part, data, 0, length);
            segment(bytes, APP2, head.array(), data);
        }
        return bytes.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] head, byte[] data) {
        int length = 2 + head.length + data.length;
        out.write(0xFF);
        out.write(marker);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(head);
        out.writeBytes(data);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Puts the segments behind the start and the JFIF segment that the encoder writes first. */
    private static final class WithSegments extends FilterOutputStream {
        private static final int START = 20;

        private final byte[] segments;
        private int passed;

        WithSegments(OutputStream out, byte[] segments) {
            super(out);
            this.segments = segments;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            passed++;
            if (passed == START) {
                out.write(segments);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int single = Math.max(0, Math.min(length, START - passed));
            for (int i = 0; i < single; i++) {
                write(bytes[offset + i]);
            }
            out.write(bytes, offset + single, length - single);
        }
    }
}
