package io.monge.ot.solver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Resident memory outside the Java heap, whose size is the collector's affair. */
final class NativeMemory {
    private static final Path STATM = Path.of("/proc/self/statm");

    private NativeMemory() {}

    /** Bytes now; skips the test where the machine does not tell. */
    static long bytes() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATM), "skipped: no /proc on this machine");
        System.gc();
        long resident = 4096 * Long.parseLong(Files.readString(STATM).split(" ")[1]);
        return resident - Runtime.getRuntime().totalMemory();
    }
}
