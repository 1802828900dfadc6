package io.monge.ot;

/**
 * Element types of the SafeTensors format that Monge reads; it writes {@link #F32}, and counts as
 * {@link #I64}.
 */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    U8(1),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
