package io.monge.ot.oracle;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Files of one kind and how they are checked. The configuration of a file (widths, ranks, sizes,
 * step counts, ...) is read from the file.
 *
 * @param names whole file names, without their ending
 * @param check compares and reports to the findings
 */
public record OracleGroup(Pattern names, Check check) {
    /** The check of one file. */
    @FunctionalInterface
    public interface Check {
        void of(OracleFile file, Findings findings) throws IOException;
    }

    /** A group of files by the pattern of their names. */
    public static OracleGroup of(String names, Check check) {
        return new OracleGroup(Pattern.compile(names), check);
    }

    boolean claims(OracleFile file) {
        return names.matcher(file.name()).matches();
    }
}
