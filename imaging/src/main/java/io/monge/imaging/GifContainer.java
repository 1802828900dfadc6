package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;

import java.nio.ByteOrder;
import java.util.Optional;

/** The blocks of a GIF file (GIF89a), read without decoding pixels. */
final class GifContainer implements ImageContainer {

    private static final int SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;

    private final ByteView view;
    private final ImageHeader header;
    private final int frames;

    GifContainer(byte[] encoded) {
        this.view = new ByteView(encoded, ByteOrder.LITTLE_ENDIAN, "GIF");
        int width = view.u16(6);
        int height = view.u16(8);
        int counted = 0;
        for (int at = SCREEN_END + colours(10); counted < 2; ) {
            int block = view.u8(at);
            if (block == TRAILER) {
                break;
            }
            if (block == IMAGE) {
                // A frame beyond the screen makes a reader's picture larger than the screen.
                width = Math.max(width, view.u16(at + 1L) + view.u16(at + 5L));
                height = Math.max(height, view.u16(at + 3L) + view.u16(at + 7L));
                counted++;
            }
            at = behind(at, block);
        }
        if (width == 0 || height == 0 || counted == 0) {
            throw malformed("The GIF holds no image");
        }
        this.header = new ImageHeader(ImageFormat.GIF, width, height);
        this.frames = counted;
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    /** 2 for any animation: frames are counted no further. */
    @Override
    public int frames() {
        return frames;
    }

    @Override
    public Optional<byte[]> profile() {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> exif() {
        return Optional.empty();
    }

    @Override
    public byte[] pixels() {
        return view.bytes();
    }

    /** Where the first frame lies on the screen, px from the left and from the top. */
    int[] offset() {
        int at = SCREEN_END + colours(10);
        while (view.u8(at) != IMAGE) {
            at = behind(at, view.u8(at));
        }
        return new int[] {view.u16(at + 1L), view.u16(at + 3L)};
    }

    private int behind(int at, int block) {
        return switch (block) {
            case IMAGE -> behindData(at + 11 + colours(at + 9));
            case EXTENSION -> behindData(at + 2);
            default -> throw malformed("The GIF is damaged: unknown block at byte " + at);
        };
    }

    private int behindData(int start) {
        int at = start;
        while (view.u8(at) != 0) {
            at += 1 + view.u8(at);
        }
        return at + 1;
    }

    /** Bytes of the colour table that the flags at this place announce. */
    private int colours(int at) {
        int flags = view.u8(at);
        return (flags & 0x80) == 0 ? 0 : 3 << 1 + (flags & 7);
    }
}
