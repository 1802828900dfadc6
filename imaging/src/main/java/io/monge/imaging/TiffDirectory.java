package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * One directory of a TIFF structure (TIFF 6.0, section 2), which is what TIFF files and EXIF are
 * made of. Values are read when asked for; nothing is allocated for what a count merely claims.
 */
final class TiffDirectory {

    static final int ORIENTATION = 0x0112;

    private static final int ENTRY_LENGTH = 12;

    /** Scanners and cameras write a few dozen. */
    private static final int MOST_ENTRIES = 512;

    /** Bytes of a value of each type. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private final ByteView view;
    private final long start;
    private final int entries;

    private TiffDirectory(ByteView view, long start) {
        this.view = view;
        this.start = start;
        this.entries = view.u16(start);
        if (entries > MOST_ENTRIES) {
            throw malformed(
                    "The %s has a directory of %d entries; at most %d are read"
                            .formatted(view.name(), entries, MOST_ENTRIES));
        }
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
        return numbers(tag).get(index, absent);
    }

    /** Where value number {@code index} of an entry stands, -1 if there is no such whole number. */
    long valueAt(int tag, long index) {
        return numbers(tag).at(index);
    }

    /** The values of an entry of whole numbers. */
    TiffNumbers numbers(int tag) {
        long entry = entry(tag);
        return entry < 0
                ? new TiffNumbers(view, 0, 0, 0)
                : new TiffNumbers(view, view.u16(entry + 2), view.u32(entry + 4), entry + 8);
    }

    /** The bytes of an entry, if it has any. */
    Optional<byte[]> bytes(int tag) {
        long at = valueAt(tag, 0);
        return at < 0 ? Optional.empty() : Optional.of(view.copy(at, count(tag)));
    }

    /**
     * Refuses entries that claim the same bytes again and again: a decoder copies them for each.
     *
     * @throws MalformedImageException if their values are together longer than all there is
     */
    void requireOwnValues() {
        long all = 0;
        for (int i = 0; i < entries; i++) {
            all += length(entryAt(i));
        }
        requireOwn(all);
    }

    /**
     * The wanted entries with their values as stored, but for those larger than allowed and of
     * unknown types.
     *
     * @param longest bytes of one
     * @param wanted by their tags
     * @throws MalformedImageException if their values are together longer than all there is
     */
    Map<Integer, ExifExtract.Entry> entries(int longest, IntPredicate wanted) {
        Map<Integer, ExifExtract.Entry> found = new TreeMap<>();
        long all = 0;
        for (int i = 0; i < entries; i++) {
            long at = entryAt(i);
            int tag = view.u16(at);
            long length = length(at);
            if (wanted.test(tag) && length > 0 && length <= longest) {
                all += length;
                requireOwn(all);
                long value = length <= 4 ? at + 8 : view.u32(at + 8);
                byte[] data = view.copy(value, length);
                found.put(tag, new ExifExtract.Entry(view.u16(at + 2), view.u32(at + 4), data));
            }
        }
        return found;
    }

    /** Bytes that an entry claims for its values, 0 if their type is unknown. */
    private long length(long entry) {
        int type = view.u16(entry + 2);
        return view.u32(entry + 4) * (type < SIZES.length ? SIZES[type] : 0);
    }

    private void requireOwn(long all) {
        if (all > view.length()) {
            throw malformed(
                    "The %s has %d bytes, and claims more for its values"
                            .formatted(view.name(), view.length()));
        }
    }

    private long entryAt(int number) {
        return start + 2 + (long) ENTRY_LENGTH * number;
    }

    private long entry(int tag) {
        for (int i = 0; i < entries; i++) {
            long at = entryAt(i);
            if (view.u16(at) == tag) {
                return at;
            }
        }
        return -1;
    }
}
