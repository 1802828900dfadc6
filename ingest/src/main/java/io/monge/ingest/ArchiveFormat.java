package io.monge.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The archives that are read as if they were folders. */
enum ArchiveFormat {
    ZIP(".zip"),
    TAR(".tar"),
    TAR_GZIP(".tar.gz", ".tgz");

    private static final int BUFFER = 1 << 16;

    private final Set<String> endings;

    ArchiveFormat(String... endings) {
        this.endings = Set.of(endings);
    }

    /** By the ending of the name, in any letter case. */
    static Optional<ArchiveFormat> ofName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(format -> format.endings.stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /**
     * @param maxBytes of one entry
     * @throws IOException if the file cannot be read, or is no such archive
     */
    ArchiveEntries open(Path file, long maxBytes) throws IOException {
        EntryLimits limits = new EntryLimits(maxBytes, Files.size(file));
        if (this == ZIP) {
            return ZipEntries.open(file, limits);
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new TarEntries(this == TAR ? in : new GZIPInputStream(in, BUFFER), limits);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
