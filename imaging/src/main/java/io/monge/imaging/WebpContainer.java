package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;

import java.nio.ByteOrder;
import java.util.Optional;

/** The chunks of a WebP file (RFC 9649), read without decoding pixels. */
final class WebpContainer implements ImageContainer {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int MAX_COUNTED = 1000;

    private final ByteView view;
    private final int end;
    private final ImageHeader header;

    WebpContainer(byte[] encoded) {
        this.view = new ByteView(encoded, ByteOrder.LITTLE_ENDIAN, "WebP");
        long stated = view.u32(4) + CHUNK_HEADER;
        view.require(0, stated);
        this.end = (int) stated;
        this.header = size();
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    @Override
    public int frames() {
        int animated = 0;
        for (long at = FIRST_CHUNK; at >= 0 && animated < MAX_COUNTED; at = next(at)) {
            animated += name(at).equals("ANMF") ? 1 : 0;
        }
        return Math.max(1, animated);
    }

    @Override
    public Optional<byte[]> profile() {
        return find("ICCP");
    }

    @Override
    public Optional<byte[]> exif() {
        return find("EXIF").map(WebpContainer::withoutJpegPrefix);
    }

    @Override
    public byte[] pixels() {
        for (long at = FIRST_CHUNK; at >= 0; at = next(at)) {
            if (name(at).startsWith("VP8") && !name(at).equals("VP8X")) {
                return view.bytes(); // its decoder passes over everything else unread
            }
        }
        throw malformed("The WebP holds no image");
    }

    /** Of the first chunk: the canvas, or that of the only picture. */
    private ImageHeader size() {
        long data = FIRST_CHUNK + CHUNK_HEADER;
        return switch (name(FIRST_CHUNK)) {
            case "VP8X" -> sized(1 + u24(data + 4), 1 + u24(data + 7));
            case "VP8L" -> {
                long bits = view.u32(data + 1);
                yield sized(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
            }
            case "VP8 " -> sized(view.u16(data + 6) & 0x3FFF, view.u16(data + 8) & 0x3FFF);
            default -> throw malformed("The WebP begins with an unknown chunk");
        };
    }

    private static ImageHeader sized(long width, long height) {
        if (width == 0 || height == 0) {
            throw malformed("The WebP header states an impossible size");
        }
        return new ImageHeader(ImageFormat.WEBP, (int) width, (int) height);
    }

    private Optional<byte[]> find(String name) {
        for (long at = FIRST_CHUNK; at >= 0; at = next(at)) {
            if (name(at).equals(name)) {
                return Optional.of(view.copy(at + CHUNK_HEADER, view.u32(at + 4)));
            }
        }
        return Optional.empty();
    }

    /** Start of the chunk behind this one, -1 if this is the last whole one. */
    private long next(long at) {
        long length = view.u32(at + 4);
        long next = at + CHUNK_HEADER + length + (length & 1);
        return next + CHUNK_HEADER > end || next + CHUNK_HEADER + view.u32(next + 4) > end
                ? -1
                : next;
    }

    private String name(long at) {
        return view.text(at, 4);
    }

    private long u24(long at) {
        return view.u16(at) | (long) view.u8(at + 2) << 16;
    }

    /** Some writers put JPEG's name in front. */
    private static byte[] withoutJpegPrefix(byte[] exif) {
        ByteView bytes = new ByteView(exif, ByteOrder.LITTLE_ENDIAN, "EXIF");
        int prefix = JpegContainer.EXIF.length();
        return exif.length > prefix && bytes.text(0, prefix).equals(JpegContainer.EXIF)
                ? bytes.copy(prefix, exif.length - (long) prefix)
                : exif;
    }
}
