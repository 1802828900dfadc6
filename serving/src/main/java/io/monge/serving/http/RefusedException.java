package io.monge.serving.http;

/** A request that HTTP itself refuses: wrong route, method, header or origin. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static RefusedException badRequest(String detail) {
        return new RefusedException(Problem.of(400, "bad-request", "Bad request", detail));
    }

    Problem problem() {
        return problem;
    }
}
