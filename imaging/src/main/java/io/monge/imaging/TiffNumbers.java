package io.monge.imaging;

/**
 * The whole numbers of one entry of a {@link TiffDirectory}, which is looked for once: there may be
 * as many as rows, and other entries before it.
 *
 * @param type of each, 0 if there are none
 * @param count of all that the entry claims
 * @param field where they stand, or, if they are longer, where it stands where they do
 */
record TiffNumbers(ByteView view, int type, long count, long field) {

    static final int BYTE = 1;
    static final int SHORT = 3;
    static final int LONG = 4;

    private static final int FIELD_LENGTH = 4;

    /** Where number {@code index} stands, -1 if there is no such whole number. */
    long at(long index) {
        int size =
                switch (type) {
                    case SHORT -> 2;
                    case LONG -> 4;
                    case BYTE, 2, 6, 7 -> 1;
                    default -> 0;
                };
        if (size == 0 || index >= count) {
            return -1;
        }
        boolean inline = count * size <= FIELD_LENGTH;
        return (inline ? field : view.u32(field)) + index * size;
    }

    /** Number {@code index}, or the default if there is none. */
    long get(long index, long absent) {
        long at = at(index);
        if (at < 0) {
            return absent;
        }
        return switch (type) {
            case SHORT -> view.u16(at);
            case LONG -> view.u32(at);
            default -> view.u8(at);
        };
    }
}
