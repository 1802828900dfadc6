package io.monge.launcher.setup;

import io.monge.imaging.folder.MissingImagesException;
import io.monge.runtime.config.InvalidConfigException;
import java.io.PrintStream;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * From an exception to what the user sees: one clear sentence and an exit code that scripts may
 * rely on. Wrong usage is what can be told before the work begins: options that are unknown, out of
 * range or at odds with each other, files and folders that are not there. What turns up in the
 * work, such as a file whose content is broken, is a failure.
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
        boolean wrongUsage =
                failure instanceof InvalidConfigException
                        || failure instanceof MissingImagesException;
        return wrongUsage ? WRONG_USAGE : FAILED;
    }

    /** Prints why the command line was refused and where to look, and returns the exit code. */
    public static int refuse(ParameterException failure, PrintStream err) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        err.println(
                "monge: %s%s; see '%s --help'"
                        .formatted(sentence(failure), suggestion(failure), command));
        return WRONG_USAGE;
    }

    private static String suggestion(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return ", did you mean " + String.join(" or ", unmatched.getSuggestions());
        }
        return "";
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
