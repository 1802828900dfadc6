package io.monge.schemas.snapshot;

/**
 * The chunks at hand are not the snapshot that the manifest describes: some are missing, of another
 * version, or altered. A follower keeps its old model.
 */
public final class CorruptSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptSnapshotException(String message) {
        super(message);
    }
}
