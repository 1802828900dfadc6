package io.monge.serving.dashboard;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process, bytes.
 *
 * @param resident all of it, native memory included
 * @param heapUsed Java heap in use
 */
public record ProcessMemory(long resident, long heapUsed) {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE =
            4096; // of every Linux that Java 17 and libtorch run on, x86-64

    /** As it is now. Where the system does not tell the resident size, what the JVM knows of it. */
    public static ProcessMemory now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long used = memory.getHeapMemoryUsage().getUsed();
        try {
            return new ProcessMemory(
                    Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE, used);
        } catch (IOException notLinux) {
            long committed =
                    memory.getHeapMemoryUsage().getCommitted()
                            + memory.getNonHeapMemoryUsage().getCommitted();
            return new ProcessMemory(committed, used);
        }
    }
}
