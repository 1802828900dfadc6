package io.monge.serving.http;

import io.monge.http.Problem;
import io.monge.http.Problems;
import io.monge.serving.model.VersionException;
import io.monge.serving.upscale.DeadlinePassedException;
import io.monge.serving.upscale.UnavailableException;
import java.util.concurrent.CancellationException;

/** Serving's own exceptions to problem documents: the one place where they get their status. */
final class ServingProblems {

    private ServingProblems() {}

    static Problem of(Throwable cause) {
        if (cause instanceof UnavailableException unavailable) {
            return of(unavailable);
        }
        if (cause instanceof VersionException version) {
            return of(version);
        }
        if (cause instanceof DeadlinePassedException) {
            return Problem.of(
                    504,
                    "deadline-passed",
                    "Deadline passed",
                    cause.getMessage()
                            + ". Allow more time with X-Deadline-Millis, or send a smaller image.");
        }
        if (cause instanceof CancellationException) {
            return of(UnavailableException.stopping()); // a worker was interrupted by the stop
        }
        return Problems.of(cause);
    }

    private static Problem of(VersionException version) {
        String models = ". GET /api/v1/models lists those there are.";
        return switch (version.kind()) {
            case UNKNOWN ->
                    Problem.of(
                            404,
                            "unknown-version",
                            "Unknown version",
                            version.getMessage() + models);
            case UNUSABLE ->
                    Problem.of(
                            409,
                            "unusable-version",
                            "Unusable version",
                            version.getMessage() + models);
            case INCOMPARABLE ->
                    Problem.of(
                            409,
                            "incomparable-versions",
                            "Versions cannot be compared",
                            version.getMessage() + ". Ask for each of them alone.");
        };
    }

    private static Problem of(UnavailableException unavailable) {
        return switch (unavailable.reason()) {
            case QUEUE_FULL -> passing(429, "queue-full", "Too many images at once", unavailable);
            case NO_MODEL -> passing(503, "no-model", "No model yet", unavailable);
            case STOPPING -> passing(503, "stopping", "Server is stopping", unavailable);
        };
    }

    private static Problem passing(
            int status, String name, String title, UnavailableException unavailable) {
        return Problem.passing(
                status, name, title, unavailable.getMessage(), unavailable.retryAfter());
    }
}
