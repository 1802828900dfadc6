package io.monge.ot.tensor;

/** How the axes of an image batch lie in memory; the shape is (n, c, h, w) in both. */
public enum MemoryFormat {
    /** c, h, w from slowest to fastest. */
    CONTIGUOUS,
    /** h, w, c from slowest to fastest: what oneDNN and tensor cores compute in. */
    CHANNELS_LAST
}
