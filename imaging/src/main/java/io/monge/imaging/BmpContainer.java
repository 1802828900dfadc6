package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;
import static io.monge.imaging.MalformedImageException.unsupported;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/** The header of a BMP file, read without decoding pixels. */
final class BmpContainer implements ImageContainer {

    private static final int INFO = 14; // offset of the header that states the size
    private static final int CORE_LENGTH = 12;
    private static final int INFO_LENGTH = 40;
    private static final int V5_LENGTH = 124;
    private static final int BIT_FIELDS = 3;
    private static final int EMBEDDED_PROFILE = 0x4D424544; // 'MBED'
    private static final Set<Integer> DEPTHS = Set.of(1, 4, 8, 16, 24, 32);

    private final ByteView view;
    private final long length;
    private final ImageHeader header;

    BmpContainer(byte[] encoded) {
        this.view = new ByteView(encoded, ByteOrder.LITTLE_ENDIAN, "BMP");
        this.length = view.u32(INFO);
        boolean core = length == CORE_LENGTH;
        long width = core ? view.u16(INFO + 4L) : (int) view.u32(INFO + 4L);
        long height = core ? view.u16(INFO + 6L) : Math.abs((long) (int) view.u32(INFO + 8L));
        int depth = view.u16(INFO + (core ? 10L : 14L));
        if (!core && (length < INFO_LENGTH || length > V5_LENGTH) || !DEPTHS.contains(depth)) {
            throw malformed("The BMP header is none that is known");
        }
        if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
            throw malformed("The BMP header states an impossible size");
        }
        this.header = new ImageHeader(ImageFormat.BMP, (int) width, (int) height);
        requirePlain(core, depth);
    }

    private void requirePlain(boolean core, int depth) {
        if (core) {
            return;
        }
        if (view.u32(INFO + 16L) > BIT_FIELDS) {
            throw unsupported("The BMP holds another format; send that by itself");
        }
        if (view.u32(INFO + 32L) > 1 << Math.min(depth, 8)) {
            throw malformed("The BMP states more colours than its depth has");
        }
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    @Override
    public int frames() {
        return 1;
    }

    @Override
    public Optional<byte[]> profile() {
        if (length < V5_LENGTH || view.u32(INFO + 56L) != EMBEDDED_PROFILE) {
            return Optional.empty();
        }
        return Optional.of(view.copy(INFO + view.u32(INFO + 112L), view.u32(INFO + 116L)));
    }

    @Override
    public Optional<byte[]> exif() {
        return Optional.empty();
    }

    @Override
    public byte[] pixels() {
        return view.bytes();
    }
}
