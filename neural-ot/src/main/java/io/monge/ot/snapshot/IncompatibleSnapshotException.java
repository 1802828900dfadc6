package io.monge.ot.snapshot;

/** Bytes that are not a snapshot this build can apply; the follower keeps its old model. */
public final class IncompatibleSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public IncompatibleSnapshotException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public IncompatibleSnapshotException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What is wrong with the bytes. */
    public enum Problem {
        /** They are no SafeTensors file with a snapshot's header. */
        UNREADABLE,
        /** They are of another architecture than the one they are said to be of. */
        ARCHITECTURE,
        /** Arrays are missing, superfluous or of another shape than the architecture's. */
        SHAPE,
        /** A weight is infinite or NaN. */
        NOT_FINITE
    }

    public Problem problem() {
        return problem;
    }
}
