package io.monge.launcher.setup;

import io.monge.runtime.config.InvalidConfigException;
import java.io.PrintStream;

/**
 * From an exception to what the user sees: one clear sentence and the exit code of the public
 * contract.
 */
public final class Failures {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int DIVERGED = 3;
    public static final int INTERRUPTED = 130;

    private Failures() {}

    /** Prints the sentence, with the stack trace if {@code verbose}, and returns the exit code. */
    public static int report(Throwable failure, PrintStream err, boolean verbose) {
        err.println("monge: " + sentence(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return failure instanceof InvalidConfigException ? WRONG_USAGE : FAILED;
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return "failed with %s; run with --verbose for the details"
                    .formatted(failure.getClass().getSimpleName());
        }
        return message.lines().findFirst().orElseThrow();
    }
}
