package io.monge.imaging.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG (ISO/IEC 15948) without filters. */
final class PngFile {

    private static final int[] COLOUR_TYPES = {0, 4, 2, 6}; // by stored samples, from 1

    private PngFile() {}

    /** Grey or RGB with alpha or without, 1 to 16 bits. */
    static byte[] of(Golden.Storage storage) throws IOException {
        Mode mode = storage.mode();
        PixelBits rows = new PixelBits(storage);
        return file(
                storage,
                mode.bits(),
                COLOUR_TYPES[mode.stored() - 1],
                new byte[0],
                rows.packed(mode.bits(), (x, y) -> Scene.samples(mode, x, y)));
    }

    /** Of a palette of all combinations of the mode's levels. */
    static byte[] palette(Golden.Storage storage) throws IOException {
        Mode mode = storage.mode();
        Palette palette = new Palette(mode);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes(chunk("PLTE", palette.rgb()));
        if (mode.alpha()) {
            chunks.writeBytes(chunk("tRNS", palette.alphas()));
        }
        int bits = palette.size() > 16 ? 8 : 4;
        byte[] rows =
                new PixelBits(storage).packed(bits, (x, y) -> new int[] {palette.index(x, y)});
        return file(storage, bits, 3, chunks.toByteArray(), rows);
    }

    /** Without alpha, but with one colour that means full transparency. */
    static byte[] keyed(Golden.Storage storage) throws IOException {
        Mode mode = storage.mode();
        Mode opaque = new Mode(mode.name(), mode.channels(), false, mode.levels());
        int[] key = new int[mode.channels()];
        key[0] = mode.levels(); // no pixel of the scene is pure red or quite white here
        byte[] rows =
                new PixelBits(storage)
                        .packed(
                                mode.bits(),
                                (x, y) ->
                                        Scene.samples(mode, x, y)[mode.channels()] == 0
                                                ? key
                                                : Scene.samples(opaque, x, y));
        ByteBuffer data = ByteBuffer.allocate(2 * key.length);
        for (int sample : key) {
            data.putShort((short) sample);
        }
        return file(
                storage,
                mode.bits(),
                COLOUR_TYPES[mode.channels() - 1],
                chunk("tRNS", data.array()),
                rows);
    }

    private static byte[] file(
            Golden.Storage storage, int bits, int type, byte[] chunks, byte[] rows)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(storage.turn().storedWidth()).putInt(storage.turn().storedHeight());
        header.put((byte) bits).put((byte) type);
        out.writeBytes(chunk("IHDR", header.array()));
        if (storage.space().isProfile()) {
            ByteArrayOutputStream profile = new ByteArrayOutputStream();
            profile.writeBytes("golden\0\0".getBytes(StandardCharsets.ISO_8859_1));
            profile.writeBytes(deflated(storage.space().icc()));
            out.writeBytes(chunk("iCCP", profile.toByteArray()));
        }
        if (storage.turn() != Turn.TOP_LEFT) {
            out.writeBytes(chunk("eXIf", exif(storage.turn(), ByteOrder.BIG_ENDIAN)));
        }
        out.writeBytes(chunks);
        out.writeBytes(chunk("IDAT", deflated(unfiltered(rows, storage.turn().storedHeight()))));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    static byte[] exif(Turn turn, ByteOrder order) {
        return new Directory(order)
                .text(0x010F, "Golden Camera Works")
                .shorts(0x0112, turn.number())
                .text(0x8298, "nobody")
                .with(new byte[0]);
    }

    private static byte[] unfiltered(byte[] rows, int height) {
        int length = rows.length / height;
        byte[] out = new byte[rows.length + height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(rows, y * length, out, y * (length + 1) + 1, length);
        }
        return out;
    }

    static byte[] deflated(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        ByteBuffer out = ByteBuffer.allocate(data.length + 12);
        return out.putInt(data.length).put(name).put(data).putInt((int) crc.getValue()).array();
    }
}
