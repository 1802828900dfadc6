package io.monge.launcher.setup;

import ch.qos.logback.classic.Level;
import picocli.CommandLine.Option;

/** How a command talks. */
public final class LogOptions {
    @Option(
            names = "--log",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "format of log lines")
    private Logging.Format format = Logging.Format.TEXT;

    @Option(names = "--verbose", description = "say more, with stack traces")
    private boolean verbose;

    /** Sets up logging as asked for; {@code usual} is the level without {@code --verbose}. */
    public void setUp(Level usual) {
        Logging.setUp(format, verbose ? Level.DEBUG : usual);
    }
}
