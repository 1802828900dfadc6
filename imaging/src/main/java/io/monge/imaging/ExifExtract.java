package io.monge.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * EXIF of a TIFF file: its directory without what describes the pixels, which other formats have to
 * say themselves. Notes of makers stay behind: they point to places of the old file.
 */
final class ExifExtract {

    /** Description, maker, model, orientation, resolution, software, date, artist, copyright. */
    private static final Set<Integer> KEPT =
            Set.of(270, 271, 272, 274, 282, 283, 296, 305, 306, 315, 33_432);

    private static final int EXIF = 0x8769;
    private static final int GPS = 0x8825;
    private static final int MAKER_NOTE = 0x927C;
    private static final int INTEROPERABILITY = 0xA005;
    private static final int LONGEST = 1 << 16; // bytes of one entry
    private static final int ENTRY_LENGTH = 12;

    private final ByteOrder order;

    private ExifExtract(ByteOrder order) {
        this.order = order;
    }

    /** A value as it is stored. */
    record Entry(int type, long count, byte[] data) {}

    static Optional<byte[]> of(TiffDirectory directory) {
        try {
            return Optional.of(new ExifExtract(directory.view().order()).extract(directory));
        } catch (MalformedImageException damaged) {
            return Optional.empty(); // the picture is worth more than what was written about it
        }
    }

    private byte[] extract(TiffDirectory directory) {
        Map<Integer, Entry> first = new TreeMap<>(directory.entries(LONGEST, KEPT::contains));
        List<Map<Integer, Entry>> children = new ArrayList<>();
        for (int tag : new int[] {EXIF, GPS}) {
            Map<Integer, Entry> child =
                    directory.child(tag).map(ExifExtract::entries).orElse(Map.of());
            if (!child.isEmpty()) {
                first.put(tag, new Entry(TiffNumbers.LONG, 1, new byte[4]));
            }
            children.add(child);
        }
        int at = 8 + length(first);
        for (int i = 0; i < 2; i++) {
            Entry pointer = first.get(i == 0 ? EXIF : GPS);
            if (pointer != null && !children.get(i).isEmpty()) {
                ByteBuffer.wrap(pointer.data).order(order).putInt(at);
                at += length(children.get(i));
            }
        }
        ByteBuffer out = ByteBuffer.allocate(at).order(order);
        String mark = order == ByteOrder.BIG_ENDIAN ? "MM" : "II";
        out.put(mark.getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        write(first, out);
        children.stream().filter(child -> !child.isEmpty()).forEach(child -> write(child, out));
        return out.array();
    }

    private static Map<Integer, Entry> entries(TiffDirectory child) {
        return child.entries(LONGEST, tag -> tag != MAKER_NOTE && tag != INTEROPERABILITY);
    }

    private static int length(Map<Integer, Entry> entries) {
        int length = 2 + ENTRY_LENGTH * entries.size() + 4;
        for (Entry entry : entries.values()) {
            length += entry.data.length > 4 ? entry.data.length + entry.data.length % 2 : 0;
        }
        return length;
    }

    /** A directory and its values, from the buffer's position on. */
    private static void write(Map<Integer, Entry> entries, ByteBuffer out) {
        int values = out.position() + 2 + ENTRY_LENGTH * entries.size() + 4;
        int end = out.position() + length(entries);
        out.putShort((short) entries.size());
        for (Map.Entry<Integer, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            out.putShort(each.getKey().shortValue()).putShort((short) entry.type);
            out.putInt((int) entry.count);
            if (entry.data.length <= 4) {
                out.put(entry.data).put(new byte[4 - entry.data.length]);
            } else {
                out.putInt(values).put(values, entry.data);
                values += entry.data.length + entry.data.length % 2;
            }
        }
        out.position(end);
    }
}
