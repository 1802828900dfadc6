package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One directory of a TIFF structure (TIFF 6.0, section 2), which is what TIFF files and EXIF are
 * made of. Values are read when asked for; nothing is allocated for what a count merely claims.
 */
final class TiffDirectory {

    static final int ORIENTATION = 0x0112;

    private static final int ENTRY_LENGTH = 12;
    private static final int BYTE = 1;
    static final int SHORT = 3;
    static final int LONG = 4;

    /** Bytes of a value of each type. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private final ByteView view;
    private final long start;
    private final int entries;

    private TiffDirectory(ByteView view, long start) {
        this.view = view;
        this.start = start;
        this.entries = view.u16(start);
        view.require(start, 2L + (long) ENTRY_LENGTH * entries + 4);
    }

    /**
     * The first directory.
     *
     * @param name of what the bytes are, for messages
     * @throws MalformedImageException if the bytes do not begin as a TIFF structure does
     */
    static TiffDirectory first(byte[] bytes, String name) {
        ByteView ends = new ByteView(bytes, ByteOrder.BIG_ENDIAN, name);
        ByteOrder order =
                switch (ends.text(0, 2)) {
                    case "II" -> ByteOrder.LITTLE_ENDIAN;
                    case "MM" -> ByteOrder.BIG_ENDIAN;
                    default -> throw malformed("The %s has no byte order".formatted(name));
                };
        ByteView view = new ByteView(bytes, order, name);
        return new TiffDirectory(view, view.u32(4));
    }

    /** The directory behind this one. */
    Optional<TiffDirectory> next() {
        return at(view.u32(nextAt()));
    }

    /** The directory that an entry points to. */
    Optional<TiffDirectory> child(int tag) {
        return at(number(tag, 0));
    }

    private Optional<TiffDirectory> at(long offset) {
        return offset == 0 || offset == start
                ? Optional.empty()
                : Optional.of(new TiffDirectory(view, offset));
    }

    /** Where the offset of the next directory stands. */
    long nextAt() {
        return start + 2 + (long) ENTRY_LENGTH * entries;
    }

    ByteView view() {
        return view;
    }

    boolean has(int tag) {
        return entry(tag) >= 0;
    }

    /** Type of an entry's values, 0 if there is none. */
    int type(int tag) {
        long entry = entry(tag);
        return entry < 0 ? 0 : view.u16(entry + 2);
    }

    /** Number of values of an entry, 0 if there is none. */
    long count(int tag) {
        long entry = entry(tag);
        return entry < 0 ? 0 : view.u32(entry + 4);
    }

    /** The first value of an entry of whole numbers, or the default if there is none. */
    long number(int tag, long absent) {
        return count(tag) == 0 ? absent : number(tag, 0, absent);
    }

    /** Value number {@code index} of an entry of whole numbers. */
    long number(int tag, long index, long absent) {
        long at = valueAt(tag, index);
        if (at < 0) {
            return absent;
        }
        return switch (type(tag)) {
            case SHORT -> view.u16(at);
            case LONG -> view.u32(at);
            default -> view.u8(at);
        };
    }

    /** Where value number {@code index} of an entry stands, -1 if there is no such whole number. */
    long valueAt(int tag, long index) {
        long entry = entry(tag);
        if (entry < 0 || index >= view.u32(entry + 4)) {
            return -1;
        }
        int size =
                switch (type(tag)) {
                    case SHORT -> 2;
                    case LONG -> 4;
                    case BYTE, 2, 6, 7 -> 1;
                    default -> 0;
                };
        if (size == 0) {
            return -1;
        }
        boolean inline = view.u32(entry + 4) * size <= 4;
        return (inline ? entry + 8 : view.u32(entry + 8)) + index * size;
    }

    /** The bytes of an entry, if it has any. */
    Optional<byte[]> bytes(int tag) {
        long at = valueAt(tag, 0);
        return at < 0 ? Optional.empty() : Optional.of(view.copy(at, count(tag)));
    }

    /**
     * All entries with their values as stored, but for those larger than allowed and of unknown
     * types.
     *
     * @param longest bytes of one
     */
    Map<Integer, ExifExtract.Entry> entries(int longest) {
        Map<Integer, ExifExtract.Entry> found = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            long at = start + 2 + (long) ENTRY_LENGTH * i;
            int type = view.u16(at + 2);
            long count = view.u32(at + 4);
            long length = count * (type < SIZES.length ? SIZES[type] : 0);
            if (length > 0 && length <= longest) {
                long value = length <= 4 ? at + 8 : view.u32(at + 8);
                byte[] data = view.copy(value, length);
                found.put(view.u16(at), new ExifExtract.Entry(type, count, data));
            }
        }
        return found;
    }

    private long entry(int tag) {
        for (int i = 0; i < entries; i++) {
            long at = start + 2 + (long) ENTRY_LENGTH * i;
            if (view.u16(at) == tag) {
                return at;
            }
        }
        return -1;
    }
}
