package io.monge.ot.snapshot;

import io.monge.ot.snapshot.IncompatibleSnapshotException.Problem;

/** An architecture nobody knows, or weights that are not an architecture's. */
final class UnfitSnapshotException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    UnfitSnapshotException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
