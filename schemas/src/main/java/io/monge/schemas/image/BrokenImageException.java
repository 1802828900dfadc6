package io.monge.schemas.image;

/** Pieces that are no image: one is missing, altered, or more than allowed. */
public final class BrokenImageException extends RuntimeException {

    /** What is wrong. */
    public enum Problem {
        TOO_LARGE,
        MALFORMED
    }

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    BrokenImageException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
