package io.monge.schemas.snapshot;

/**
 * The chunks at hand are not the snapshot that the manifest describes: some are missing, of another
 * version, or altered. A follower keeps its old model.
 */
public final class CorruptSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public CorruptSnapshotException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** What is wrong with the chunks. */
    public enum Problem {
        /** Some are missing, or are not those that are promised. */
        INCOMPLETE,
        /** They are all there, but their bytes are others. */
        ALTERED
    }

    public Problem problem() {
        return problem;
    }
}
