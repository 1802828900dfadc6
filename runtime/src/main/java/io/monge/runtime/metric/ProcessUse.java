package io.monge.runtime.metric;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process uses of the machine.
 *
 * @param resident memory, bytes, native included
 * @param heapUsed Java heap in use, bytes
 * @param processors share of all processors since the last look of anybody, 0..1; NaN where the
 *     system does not tell
 */
public record ProcessUse(long resident, long heapUsed, double processors) {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE =
            4096; // of every Linux that Java 17 and libtorch run on, x86-64

    /** As it is now. Where the system does not tell the resident size, what the JVM knows of it. */
    public static ProcessUse now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return new ProcessUse(resident(memory), memory.getHeapMemoryUsage().getUsed(), load());
    }

    private static long resident(MemoryMXBean memory) {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE;
        } catch (IOException notLinux) {
            return memory.getHeapMemoryUsage().getCommitted()
                    + memory.getNonHeapMemoryUsage().getCommitted();
        }
    }

    private static double load() {
        double load =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getProcessCpuLoad();
        return load < 0 ? Double.NaN : load;
    }
}
