package io.monge.launcher.setup;

import java.io.PrintStream;

/**
 * Where a command was called from.
 *
 * @param setup flags and environment that configure it
 * @param out results, and nothing else
 * @param err progress, warnings, errors
 */
public record Terminal(Setup setup, PrintStream out, PrintStream err) {

    /** Whether a person is watching, who wants lines redrawn rather than repeated. */
    public boolean isInteractive() {
        return System.console() != null && !setup.environment().containsKey("CI");
    }
}
