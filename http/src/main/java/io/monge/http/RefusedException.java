package io.monge.http;

/** A request that HTTP itself refuses: wrong route, method, header or origin. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public static RefusedException badRequest(String detail) {
        return new RefusedException(Problem.of(400, "bad-request", "Bad request", detail));
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
