package io.monge.ot.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a processor has instructions for, by Linux's names.
 *
 * @param flags such as {@code avx512_bf16}; empty where they are not known
 */
public record Processor(Set<String> flags) {
    /** One of which nothing is known. */
    public static final Processor NONE = new Processor(Set.of());

    public Processor {
        flags = Set.copyOf(flags);
    }

    /** This machine's, as Linux tells; {@link #NONE} on other systems. */
    public static Processor ofThisMachine() {
        return read(Path.of("/proc/cpuinfo"));
    }

    /** The flags of the first processor in a file like {@code /proc/cpuinfo}. */
    static Processor read(Path cpuInfo) {
        try (Stream<String> lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim().split("\\s+"))
                    .map(flags -> new Processor(new HashSet<>(Arrays.asList(flags))))
                    .orElse(NONE);
        } catch (IOException e) {
            return NONE; // not Linux: float32 is always right
        }
    }

    /** Whether bf16 products are faster than float32's; without instructions they are slower. */
    public boolean hasBf16() {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }
}
