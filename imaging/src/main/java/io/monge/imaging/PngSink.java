package io.monge.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** PNG with its profile and EXIF in front of the pixels. */
final class PngSink implements SampleSink {

    private static final byte[] PROFILE_NAME = {'I', 'C', 'C', 0, 0}; // and method 0, deflate

    private final PngRows rows;

    PngSink(OutputStream out, ImageHeader size, SampleLayout layout, Extras extras)
            throws IOException {
        this.rows = new PngRows(out, size.width(), size.height(), layout);
        Optional<byte[]> profile = extras.profile();
        if (profile.isPresent()) {
            byte[] chunk = compressed(profile.get());
            rows.chunk("iCCP", chunk, chunk.length);
        }
        if (extras.exif().isPresent()) {
            byte[] chunk = extras.exif().get();
            rows.chunk("eXIf", chunk, chunk.length);
        }
    }

    private static byte[] compressed(byte[] profile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PROFILE_NAME);
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(profile);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    @Override
    public void write(byte[] samples, int count) throws IOException {
        rows.write(samples, count);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
