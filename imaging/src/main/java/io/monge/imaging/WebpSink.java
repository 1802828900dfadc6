package io.monge.imaging;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** WebP with its profile and EXIF around the picture (RFC 9649, 2.7). */
final class WebpSink implements SampleSink {

    private static final int FIRST_CHUNK = 12;
    private static final int HAS_PROFILE = 0x20;
    private static final int HAS_ALPHA = 0x10;
    private static final int HAS_EXIF = 0x08;

    private final OutputStream out;
    private final ImageHeader size;
    private final SampleLayout layout;
    private final SampleBuffer samples;
    private final Style style;

    /** How it is encoded, and what goes along. */
    record Style(ImageEncoding encoding, Extras extras) {}

    WebpSink(OutputStream out, ImageHeader size, SampleLayout layout, Style style) {
        this.out = out;
        this.size = size;
        this.layout = layout;
        this.samples = SampleBuffer.inMemory(size, layout);
        this.style = style;
    }

    @Override
    public void write(byte[] rows, int count) {
        samples.write(rows, count);
    }

    @Override
    public void close() throws IOException {
        if (samples.isWhole()) {
            out.write(withExtras(encoded()));
        }
    }

    private byte[] encoded() throws IOException {
        ImageWriter writer = Codecs.webpWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            WebPWriteParam parameters = (WebPWriteParam) writer.getDefaultWriteParam();
            if (style.encoding().loss() == ImageEncoding.Loss.LOSSLESS) {
                parameters.setCompressionType(CompressionType.Lossless);
                parameters.setExact(true); // colours of invisible pixels too
            } else {
                parameters.setCompressionType(CompressionType.Lossy);
                parameters.setCompressionQuality(style.encoding().quality() / 100f);
                parameters.setUseSharpYUV(true); // coloured edges are what one looks at
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(samples.image(), null, null), parameters);
        } catch (LinkageError e) {
            throw new IOException("WebP cannot be written on this kind of machine", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private byte[] withExtras(byte[] encoded) {
        Extras extras = style.extras();
        if (extras.profile().isEmpty() && extras.exif().isEmpty()) {
            return encoded;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream(encoded.length + 4096);
        file.writeBytes(name("WEBP"));
        chunk(file, "VP8X", canvas(extras));
        extras.profile().ifPresent(icc -> chunk(file, "ICCP", icc));
        String first = new String(encoded, FIRST_CHUNK, 4, StandardCharsets.ISO_8859_1);
        int picture = first.equals("VP8X") ? FIRST_CHUNK + 18 : FIRST_CHUNK;
        file.write(encoded, picture, encoded.length - picture);
        extras.exif().ifPresent(exif -> chunk(file, "EXIF", exif));
        ByteArrayOutputStream whole = new ByteArrayOutputStream(file.size() + 8);
        whole.writeBytes(name("RIFF"));
        whole.writeBytes(little(file.size()));
        whole.writeBytes(file.toByteArray());
        return whole.toByteArray();
    }

    private byte[] canvas(Extras extras) {
        int flags =
                (extras.profile().isPresent() ? HAS_PROFILE : 0)
                        | (layout.hasAlpha() ? HAS_ALPHA : 0)
                        | (extras.exif().isPresent() ? HAS_EXIF : 0);
        ByteBuffer data = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(flags);
        put24(data, size.width() - 1);
        put24(data, size.height() - 1);
        return data.array();
    }

    private static void put24(ByteBuffer data, int value) {
        data.putShort((short) value).put((byte) (value >> 16));
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
        out.writeBytes(name(name));
        out.writeBytes(little(data.length));
        out.writeBytes(data);
        if (data.length % 2 == 1) {
            out.write(0);
        }
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
