package io.monge.launcher.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into the jar. */
public final class Version implements IVersionProvider {

    /** For example {@code 0.1.0}; {@code development} when run from class files. */
    public static String current() {
        String written = Version.class.getPackage().getImplementationVersion();
        return written == null ? "development" : written;
    }

    /**
     * Abbreviated hash of the commit the jar was built from; {@code unknown} if it was not built
     * from a repository.
     */
    public static String commit() {
        try (InputStream in = Version.class.getResourceAsStream("/git.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("git.commit.id.abbrev", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "monge %s (%s)".formatted(current(), commit()), "Java " + Runtime.version()
        };
    }
}
