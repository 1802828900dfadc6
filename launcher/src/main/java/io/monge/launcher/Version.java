package io.monge.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into the jar. */
public final class Version implements IVersionProvider {

    /** For example {@code 0.1.0}; {@code development} when run from class files. */
    public static String current() {
        String written = Version.class.getPackage().getImplementationVersion();
        return written == null ? "development" : written;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"monge " + current(), "Java " + Runtime.version()};
    }
}
