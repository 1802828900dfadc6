package io.monge.imaging.golden;

import java.io.ByteArrayOutputStream;

/**
 * Writes GIF89a whose LZW codes are all single pixels: the table is cleared before it could grow.
 */
final class GifFile {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int CODE_BITS = 9;
    private static final int BEFORE_TEN_BITS = 200;

    private GifFile() {}

    /** One frame, or the same several times over. */
    static byte[] of(Golden.Storage storage, int frames) {
        Palette palette = new Palette(storage.mode());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
        size(out);
        out.writeBytes(new byte[] {(byte) 0xF7, 0, 0}); // 256 colours follow
        for (int i = 0; i < 3 * 256; i++) {
            out.write(i < 3 * palette.size() ? palette.rgb()[i] : 0);
        }
        for (int frame = 0; frame < frames; frame++) {
            if (storage.mode().alpha()) {
                out.writeBytes(new byte[] {0x21, (byte) 0xF9, 4, 1, 0, 0, (byte) 255, 0});
            }
            out.writeBytes(new byte[] {0x2C, 0, 0, 0, 0});
            size(out);
            out.writeBytes(new byte[] {0, 8});
            blocks(out, codes(palette));
        }
        out.write(0x3B);
        return out.toByteArray();
    }

    private static void size(ByteArrayOutputStream out) {
        out.writeBytes(new byte[] {Scene.WIDTH, 0, Scene.HEIGHT, 0});
    }

    private static byte[] codes(Palette palette) {
        BitStream bits = new BitStream();
        for (int i = 0; i < Scene.WIDTH * Scene.HEIGHT; i++) {
            if (i % BEFORE_TEN_BITS == 0) {
                bits.put(CLEAR);
            }
            int x = i % Scene.WIDTH;
            int y = i / Scene.WIDTH;
            boolean visible = !palette.mode().alpha() || Scene.samples(palette.mode(), x, y)[3] > 0;
            bits.put(visible ? palette.index(x, y) : 255);
        }
        bits.put(END);
        return bits.bytes();
    }

    private static void blocks(ByteArrayOutputStream out, byte[] data) {
        for (int at = 0; at < data.length; at += 255) {
            int length = Math.min(255, data.length - at);
            out.write(length);
            out.write(data, at, length);
        }
        out.write(0);
    }

    /** Codes of nine bits, the low bits first. */
    private static final class BitStream {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int count;

        void put(int code) {
            pending |= code << count;
            count += CODE_BITS;
            while (count >= 8) {
                out.write(pending);
                pending >>>= 8;
                count -= 8;
            }
        }

        byte[] bytes() {
            out.write(pending);
            return out.toByteArray();
        }
    }
}
