package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;
import static io.monge.imaging.MalformedImageException.unsupported;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The segments of a JPEG file (ITU-T T.81, Annex B), read without decoding pixels. */
final class JpegContainer implements ImageContainer {

    static final String EXIF = "Exif\0\0";
    static final String ICC = "ICC_PROFILE\0";

    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int COM = 0xFE;
    private static final int TEM = 0x01;
    private static final int CMYK = 4;

    /** Ten are usual. Each may be a few bytes, and costs a decoder a walk through all pixels. */
    private static final int MOST_SCANS = 100;

    private final ByteView view;
    private final ImageHeader header;
    private final byte[] exif;
    private final byte[][] profile; // parts by their number
    private int components;

    JpegContainer(byte[] encoded) {
        this.view = new ByteView(encoded, ByteOrder.BIG_ENDIAN, "JPEG");
        byte[] found = new byte[0];
        byte[][] parts = new byte[256][];
        Segment segment = segment(2);
        while (!isFrame(segment.marker)) {
            if (segment.marker == EOI || segment.marker == SOS) {
                throw malformed("The JPEG holds no image");
            }
            if (segment.starts(APP1, EXIF) && found.length == 0) {
                found = segment.data(EXIF.length());
            } else if (segment.starts(APP2, ICC) && segment.length > ICC.length() + 4) {
                parts[view.u8(segment.at + 2L + ICC.length())] = segment.data(ICC.length() + 2);
            }
            segment = segment(segment.end());
        }
        this.header = frame(segment);
        this.exif = found;
        this.profile = parts;
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    @Override
    public int frames() {
        return 1;
    }

    /** None of CMYK: its decoder needs the profile itself, and gives sRGB. */
    @Override
    public Optional<byte[]> profile() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : profile) {
            if (part != null) {
                whole.writeBytes(part);
            }
        }
        return whole.size() == 0 || components == CMYK
                ? Optional.empty()
                : Optional.of(whole.toByteArray());
    }

    @Override
    public Optional<byte[]> exif() {
        return exif.length == 0 ? Optional.empty() : Optional.of(exif);
    }

    /** Without comments and application data, but for what tells how the colours are stored. */
    @Override
    public byte[] pixels() {
        byte[] encoded = view.bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length);
        int copied = 0;
        int images = 0;
        int scans = 0;
        Segment segment = segment(2);
        while (segment.marker != EOI) {
            images += isFrame(segment.marker) ? 1 : 0;
            scans += segment.marker == SOS ? 1 : 0;
            if (images > 1) {
                throw malformed("The JPEG is damaged: it states its size twice");
            }
            if (scans > MOST_SCANS) {
                throw malformed("The JPEG has more than %d scans".formatted(MOST_SCANS));
            }
            if (isDropped(segment)) {
                out.write(encoded, copied, segment.start - copied);
                copied = segment.end();
            }
            if (segment.marker == SOS && segment.end() == encoded.length) {
                throw truncated();
            }
            segment = segment(segment.end());
        }
        out.write(encoded, copied, encoded.length - copied);
        return out.toByteArray();
    }

    private boolean isDropped(Segment segment) {
        if (segment.marker == COM) {
            return true;
        }
        boolean application = segment.marker >= APP0 && segment.marker < APP0 + 16;
        boolean needed =
                segment.marker == APP0
                        || segment.marker == APP14
                        || components == CMYK && segment.starts(APP2, ICC);
        return application && !needed;
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    /** The next segment; entropy-coded data and fill bytes before it are passed over. */
    private Segment segment(int from) {
        byte[] encoded = view.bytes();
        for (int at = from; at + 1 < encoded.length; at++) {
            int marker = encoded[at + 1] & 0xFF;
            boolean isMarker = encoded[at] == (byte) 0xFF && marker != 0 && marker != 0xFF;
            if (isMarker && marker == EOI) {
                return new Segment(marker, at, at + 2, 0);
            }
            if (isMarker && !standsAlone(marker)) {
                return new Segment(marker, at, at + 2, length(at + 2));
            }
        }
        throw truncated();
    }

    private static boolean standsAlone(int marker) {
        return marker == TEM || marker >= RST0 && marker < EOI;
    }

    private int length(int at) {
        int length = view.u16(at);
        if (length < 2) {
            throw malformed("The JPEG is damaged: impossible segment length at byte " + at);
        }
        view.require(at, length);
        return length;
    }

    private ImageHeader frame(Segment segment) {
        if (segment.length < 8) {
            throw truncated();
        }
        int height = view.u16(segment.at + 3L);
        int width = view.u16(segment.at + 5L);
        components = view.u8(segment.at + 7L);
        if (segment.marker > 0xC3 || height == 0) {
            throw unsupported(
                    "The JPEG is of a rare kind (arithmetic, hierarchical or without height)");
        }
        if (width == 0) {
            throw malformed("The JPEG header states an impossible size");
        }
        return new ImageHeader(ImageFormat.JPEG, width, height);
    }

    private MalformedImageException truncated() {
        return malformed("The JPEG is truncated after " + view.length() + " bytes");
    }

    /**
     * A marker and what belongs to it.
     *
     * @param start of the marker
     * @param at of the length behind the marker
     * @param length of the data with these two bytes
     */
    private final class Segment {
        private final int marker;
        private final int start;
        private final int at;
        private final int length;

        Segment(int marker, int start, int at, int length) {
            this.marker = marker;
            this.start = start;
            this.at = at;
            this.length = length;
        }

        int end() {
            return at + length;
        }

        boolean starts(int wanted, String text) {
            return marker == wanted
                    && length >= 2 + text.length()
                    && view.text(at + 2L, text.length()).equals(text);
        }

        byte[] data(int skipped) {
            return Arrays.copyOfRange(view.bytes(), at + 2 + skipped, at + length);
        }
    }
}
