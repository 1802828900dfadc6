package io.monge.ot.snapshot;

/** Bytes that are not a snapshot this build can apply; the follower keeps its old model. */
public final class IncompatibleSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IncompatibleSnapshotException(String message) {
        super(message);
    }

    public IncompatibleSnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
