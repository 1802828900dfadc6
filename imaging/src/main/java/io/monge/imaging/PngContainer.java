package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The chunks of a PNG file (ISO/IEC 15948), read without decoding pixels. */
final class PngContainer implements ImageContainer {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int FRAME_LENGTH = 12; // length, type and CRC around a chunk's data
    private static final int PALETTE_TYPE = 3;

    /** What pixels need. Everything else may hide compressed text of any size and is left out. */
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private final ByteView view;
    private final ImageHeader header;

    PngContainer(byte[] encoded) {
        this.view = new ByteView(encoded, ByteOrder.BIG_ENDIAN, "PNG");
        view.require(0, SIGNATURE_LENGTH + FRAME_LENGTH + 13L);
        long width = view.u32(SIGNATURE_LENGTH + 8L);
        long height = view.u32(SIGNATURE_LENGTH + 12L);
        boolean possible = width > 0 && height > 0 && Math.max(width, height) <= Integer.MAX_VALUE;
        boolean header = view.u32(SIGNATURE_LENGTH) == 13 && "IHDR".equals(type(SIGNATURE_LENGTH));
        if (!possible || !header) {
            throw malformed("The PNG header states an impossible size");
        }
        this.header = new ImageHeader(ImageFormat.PNG, (int) width, (int) height);
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    /** Of an animated PNG the number of its frames, else 1. */
    @Override
    public int frames() {
        return find("acTL")
                .map(
                        control ->
                                (int)
                                        Math.min(
                                                1000,
                                                new ByteView(control, view.order(), "PNG").u32(0)))
                .orElse(1);
    }

    @Override
    public Optional<byte[]> profile() {
        return find("iCCP").flatMap(PngContainer::inflatedProfile);
    }

    @Override
    public Optional<byte[]> exif() {
        return find("eXIf");
    }

    /**
     * The colour of grey or RGB images that stands for full transparency, one sample a channel as
     * stored.
     */
    Optional<int[]> transparentColour() {
        if (view.u8(SIGNATURE_LENGTH + 17L) == PALETTE_TYPE) {
            return Optional.empty();
        }
        return find("tRNS")
                .map(
                        key -> {
                            ByteView samples = new ByteView(key, view.order(), "PNG");
                            int[] colour = new int[key.length / 2];
                            for (int i = 0; i < colour.length; i++) {
                                colour[i] = samples.u16(2L * i);
                            }
                            return colour;
                        });
    }

    /** Only the chunks that the pixels need, once each one's checksum has been verified. */
    @Override
    public byte[] pixels() {
        byte[] encoded = view.bytes();
        boolean keyed = transparentColour().isPresent();
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length);
        out.write(encoded, 0, SIGNATURE_LENGTH);
        for (int at = SIGNATURE_LENGTH; at >= 0; at = next(at)) {
            int chunkLength = chunkLength(at);
            String type = type(at);
            if (NEEDED.contains(type) && !(keyed && type.equals("tRNS"))) {
                verify(at, chunkLength);
                out.write(encoded, at, chunkLength);
            }
            if ("IEND".equals(type)) {
                return out.toByteArray();
            }
        }
        throw new MalformedImageException(
                MalformedImageException.Kind.MALFORMED,
                "The PNG is truncated after " + encoded.length + " bytes");
    }

    /** Data of the first chunk of this type; searched only as far as the pixels. */
    private Optional<byte[]> find(String type) {
        for (int at = SIGNATURE_LENGTH; at >= 0; at = next(at)) {
            if (type.equals(type(at))) {
                return Optional.of(view.copy(at + 8L, chunkLength(at) - FRAME_LENGTH));
            }
        }
        return Optional.empty();
    }

    /** Start of the chunk behind this one, -1 if there is no whole one. */
    private int next(int at) {
        long next = at + (long) chunkLength(at);
        if (next + FRAME_LENGTH > view.length()) {
            return -1;
        }
        return next + FRAME_LENGTH + view.u32(next) > view.length() ? -1 : (int) next;
    }

    private int chunkLength(int at) {
        return (int) view.u32(at) + FRAME_LENGTH;
    }

    private String type(int chunk) {
        return view.text(chunk + 4L, 4);
    }

    private void verify(int chunk, int chunkLength) {
        CRC32 crc = new CRC32();
        crc.update(view.bytes(), chunk + 4, chunkLength - 8);
        if (crc.getValue() != view.u32(chunk + chunkLength - 4L)) {
            throw malformed(
                    "The PNG is damaged: checksum of its %s chunk at byte %d"
                            .formatted(type(chunk), chunk));
        }
    }

    /** Name, a zero, the method 0, then the profile compressed. */
    private static Optional<byte[]> inflatedProfile(byte[] chunk) {
        String text = new String(chunk, StandardCharsets.ISO_8859_1);
        int start = text.indexOf('\0') + 2;
        if (start < 2 || start >= chunk.length) {
            return Optional.empty();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(chunk, start, chunk.length - start);
            byte[] out = new byte[ColourProfile.MAX_BYTES];
            int length = inflater.inflate(out);
            return inflater.finished() ? Optional.of(Arrays.copyOf(out, length)) : Optional.empty();
        } catch (DataFormatException damaged) {
            return Optional.empty(); // as browsers do: a picture is worth more than its profile
        } finally {
            inflater.end();
        }
    }
}
