package io.monge.imaging.golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes a TIFF structure (TIFF 6.0): what TIFF files and EXIF are made of. */
final class Directory {

    private static final int BYTES = 7;

    private final ByteOrder order;
    private final Map<Integer, Entry> entries = new TreeMap<>();

    /** Values of an entry, encoded. */
    private record Entry(int type, int count, byte[] data) {}

    Directory(ByteOrder order) {
        this.order = order;
    }

    Directory shorts(int tag, int... values) {
        ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            data.putShort((short) value);
        }
        entries.put(tag, new Entry(3, values.length, data.array()));
        return this;
    }

    Directory longs(int tag, int... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(order);
        for (int value : values) {
            data.putInt(value);
        }
        entries.put(tag, new Entry(4, values.length, data.array()));
        return this;
    }

    Directory text(int tag, String value) {
        byte[] data = (value + "\0").getBytes(StandardCharsets.ISO_8859_1);
        entries.put(tag, new Entry(2, data.length, data));
        return this;
    }

    Directory bytes(int tag, byte[] value) {
        entries.put(tag, new Entry(BYTES, value.length, value));
        return this;
    }

    /** The whole structure; the pixels are where {@link #pixelsAt} says. */
    byte[] with(byte[] pixels) {
        int at = 8;
        ByteBuffer out = ByteBuffer.allocate(65_536 + 4 * pixels.length).order(order);
        out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        out.putShort((short) 42).putInt(pixelsAt() + pixels.length + pixels.length % 2);
        out.put(pixels);
        at = pixelsAt() + pixels.length + pixels.length % 2;
        int values = at + 2 + 12 * entries.size() + 4;
        out.position(at);
        out.putShort((short) entries.size());
        for (Map.Entry<Integer, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            out.putShort(each.getKey().shortValue()).putShort((short) entry.type);
            out.putInt(entry.count);
            if (entry.data.length <= 4) {
                out.put(entry.data).put(new byte[4 - entry.data.length]);
            } else {
                out.putInt(values);
                out.put(values, entry.data);
                values += (entry.data.length + 1) / 2 * 2;
            }
        }
        out.putInt(0);
        byte[] bytes = new byte[values];
        out.get(0, bytes);
        return bytes;
    }

    static int pixelsAt() {
        return 8;
    }
}
