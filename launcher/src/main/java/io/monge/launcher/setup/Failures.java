package io.monge.launcher.setup;

import io.monge.imaging.folder.MissingImagesException;
import io.monge.runtime.config.InvalidConfigException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
        if (failure instanceof OutOfMemoryError) {
            return "there was not enough memory (%s); a larger heap may do: MONGE_JAVA_OPTS=-Xmx4g"
                    .formatted(failure.getMessage());
        }
        if (failure.getCause() instanceof FileSystemException cause
                && cause.toString().equals(failure.getMessage())) {
            return sentence(cause);
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return ofFile(file);
        }
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return "failed with %s; run with --verbose for the details"
                    .formatted(failure.getClass().getSimpleName());
        }
        return message.lines().findFirst().orElseThrow();
    }

    /** The message of these is the path alone. */
    private static String ofFile(FileSystemException failure) {
        String what = "'%s' could not be read or written".formatted(failure.getFile());
        if (failure instanceof NoSuchFileException) {
            what = "there is no '%s'".formatted(failure.getFile());
        } else if (failure instanceof AccessDeniedException) {
            what = "'%s' may not be read or written".formatted(failure.getFile());
        } else if (failure instanceof FileAlreadyExistsException) {
            what = "'%s' is there already, and no folder".formatted(failure.getFile());
        }
        return what;
    }
}
