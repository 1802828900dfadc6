package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;
import static io.monge.imaging.MalformedImageException.Kind.UNSUPPORTED;

/** The segments of a JPEG file (ITU-T T.81, Annex B), read without decoding pixels. */
final class JpegContainer {

    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int TEM = 0x01;

    private final byte[] encoded;
    private int at = 2; // behind the start-of-image marker

    private JpegContainer(byte[] encoded) {
        this.encoded = encoded;
    }

    static ImageHeader header(byte[] encoded) {
        JpegContainer segments = new JpegContainer(encoded);
        for (int marker = segments.next(); marker != EOI; marker = segments.next()) {
            if (isFrame(marker)) {
                return segments.frame(marker);
            }
            segments.skip(marker);
        }
        throw new MalformedImageException(MALFORMED, "The JPEG holds no image");
    }

    /**
     * The same bytes, once they have been followed to the end-of-image marker.
     *
     * @throws MalformedImageException if they end before it
     */
    static byte[] whole(byte[] encoded) {
        JpegContainer segments = new JpegContainer(encoded);
        int marker = segments.next();
        while (marker != EOI) {
            segments.skip(marker);
            marker = segments.next();
        }
        return encoded;
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    /** The next marker; entropy-coded data and fill bytes before it are passed over. */
    private int next() {
        while (at + 1 < encoded.length) {
            int marker = encoded[at + 1] & 0xFF;
            boolean isMarker = encoded[at] == (byte) 0xFF && marker != 0 && marker != 0xFF;
            at += isMarker ? 2 : 1;
            if (isMarker && !standsAlone(marker)) {
                return marker;
            }
        }
        throw truncated();
    }

    private static boolean standsAlone(int marker) {
        return marker == TEM || marker >= RST0 && marker <= EOI - 1;
    }

    private void skip(int marker) {
        int length = length();
        if (at + length > encoded.length) {
            throw truncated();
        }
        at += length;
        if (marker == SOS && at == encoded.length) {
            throw truncated();
        }
    }

    private int length() {
        if (at + 2 > encoded.length) {
            throw truncated();
        }
        int length = unsigned(at);
        if (length < 2) {
            throw new MalformedImageException(
                    MALFORMED, "The JPEG is damaged: impossible segment length at byte " + at);
        }
        return length;
    }

    private ImageHeader frame(int marker) {
        if (at + length() > encoded.length || length() < 8) {
            throw truncated();
        }
        int height = unsigned(at + 3);
        int width = unsigned(at + 5);
        if (marker > 0xC3 || height == 0) {
            throw new MalformedImageException(
                    UNSUPPORTED,
                    "The JPEG is of a rare kind (arithmetic, hierarchical or without height)");
        }
        if (width == 0) {
            throw new MalformedImageException(
                    MALFORMED, "The JPEG header states an impossible size");
        }
        return new ImageHeader(ImageFormat.JPEG, width, height);
    }

    private int unsigned(int index) {
        return (encoded[index] & 0xFF) << 8 | encoded[index + 1] & 0xFF;
    }

    private MalformedImageException truncated() {
        return new MalformedImageException(
                MALFORMED, "The JPEG is truncated after " + encoded.length + " bytes");
    }
}
