package io.monge.ot.snapshot;

/**
 * A snapshot as a SafeTensors file: the reference can load its arrays, and its metadata says what
 * they are. Stateless.
 */
public final class SnapshotCodec {
    private SnapshotCodec() {}

    /** Equal snapshots give equal bytes. */
    public static byte[] encode(ModelSnapshot snapshot) {
        throw new UnsupportedOperationException();
    }

    /**
     * @throws IncompatibleSnapshotException if the bytes are no SafeTensors file, name no known
     *     architecture, have missing, superfluous or wrongly shaped arrays, or values that are not
     *     finite
     */
    public static ModelSnapshot decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
