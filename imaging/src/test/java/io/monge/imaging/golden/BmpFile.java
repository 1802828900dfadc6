package io.monge.imaging.golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes BMP: palette, 24 bits, and 32 bits with alpha; version 5 where there is a profile. */
final class BmpFile {

    private static final int FILE_HEADER = 14;
    private static final int INFO = 40;
    private static final int V5 = 124;

    private BmpFile() {}

    static byte[] palette(Golden.Storage storage) {
        Palette palette = new Palette(storage.mode());
        ByteBuffer out = start(storage, 8, INFO, 4 * 256);
        for (int i = 0; i < 256; i++) {
            boolean used = i < palette.size();
            for (int c = 2; c >= 0; c--) {
                out.put((byte) (used ? palette.value(i, c) : 0));
            }
            out.put((byte) 0);
        }
        for (int y = Scene.HEIGHT - 1; y >= 0; y--) {
            for (int x = 0; x < Scene.WIDTH; x++) {
                out.put((byte) palette.index(x, y));
            }
        }
        return out.array();
    }

    /** RGB of 24 bits or RGBA of 32. */
    static byte[] of(Golden.Storage storage) {
        Mode mode = storage.mode();
        boolean five = mode.alpha() || storage.space().isProfile();
        ByteBuffer out = start(storage, 8 * mode.stored(), five ? V5 : INFO, 0);
        if (five) {
            five(out, storage);
        }
        for (int y = Scene.HEIGHT - 1; y >= 0; y--) {
            for (int x = 0; x < Scene.WIDTH; x++) {
                int[] samples = Scene.samples(mode, x, y);
                out.put((byte) samples[2]).put((byte) samples[1]).put((byte) samples[0]);
                if (mode.alpha()) {
                    out.put((byte) samples[3]);
                }
            }
        }
        if (storage.space().isProfile()) {
            out.put(storage.space().icc());
        }
        return out.array();
    }

    private static ByteBuffer start(Golden.Storage storage, int bits, int header, int colours) {
        int pixels = Scene.WIDTH * bits / 8 * Scene.HEIGHT;
        int profile = storage.space().isProfile() ? storage.space().icc().length : 0;
        int offset = FILE_HEADER + header + colours;
        ByteBuffer out =
                ByteBuffer.allocate(offset + pixels + profile).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(offset);
        out.putInt(header).putInt(Scene.WIDTH).putInt(Scene.HEIGHT);
        out.putShort((short) 1).putShort((short) bits);
        out.putInt(header == V5 && bits == 32 ? 3 : 0).putInt(pixels);
        return out.putInt(0).putInt(0).putInt(colours / 4).putInt(0);
    }

    private static void five(ByteBuffer out, Golden.Storage storage) {
        boolean alpha = storage.mode().alpha();
        out.putInt(alpha ? 0xFF0000 : 0).putInt(alpha ? 0xFF00 : 0).putInt(alpha ? 0xFF : 0);
        out.putInt(alpha ? 0xFF000000 : 0);
        boolean profile = storage.space().isProfile();
        out.putInt(profile ? 0x4D424544 : 0x73524742); // 'MBED', 'sRGB'
        out.put(new byte[48]).putInt(4);
        int pixels = Scene.WIDTH * storage.mode().stored() * Scene.HEIGHT;
        out.putInt(profile ? V5 + pixels : 0);
        out.putInt(profile ? storage.space().icc().length : 0).putInt(0);
    }
}
