package io.monge.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** A tar, read from front to end; links and folders are passed over. */
final class TarEntries implements ArchiveEntries {

    private final ExpandedInput in;
    private final TarArchiveInputStream tar;
    private final EntryLimits limits;

    TarEntries(InputStream expanded, EntryLimits limits) {
        this.in = new ExpandedInput(expanded, limits);
        // Not the machine's charset, which may be ASCII. Bytes that are no UTF-8 become "?".
        this.tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
        this.limits = limits;
    }

    @Override
    public Optional<ArchiveEntry> next() throws IOException {
        TarArchiveEntry entry = advance();
        while (entry != null && !isFile(entry)) {
            entry = advance();
        }
        return Optional.ofNullable(entry)
                .map(file -> new ArchiveEntry(file.getName(), stamp(file)));
    }

    @Override
    public FoundImage.Bytes read() throws IOException {
        return FoundImage.Bytes.of(limits.read(tar, tar.getCurrentEntry().getSize()));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private @Nullable TarArchiveEntry advance() throws IOException {
        try {
            passOver();
            in.header();
            TarArchiveEntry entry = tar.getNextEntry();
            in.content();
            requireWhole(entry);
            return entry;
        } catch (RuntimeException e) {
            // Headers are anybody's bytes; the parser does not foresee all of them.
            throw new IOException("a header cannot be understood: " + e.getMessage(), e);
        }
    }

    /** The rest of an entry is content: it would not fit what a header may have. */
    private void passOver() throws IOException {
        long skipped = 1;
        while (tar.getCurrentEntry() != null && skipped > 0) {
            skipped = tar.skip(Long.MAX_VALUE);
        }
    }

    private void requireWhole(@Nullable TarArchiveEntry entry) throws IOException {
        if (entry == null && in.position() < TarConstants.DEFAULT_RCDSIZE) {
            throw new IOException("it ends within its first header");
        }
        if (entry != null && !entry.isCheckSumOK()) {
            throw new IOException("a header's checksum is wrong: no tar, or a damaged one");
        }
    }

    private static boolean isFile(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }

    private static FileStamp stamp(TarArchiveEntry entry) {
        Instant modified = entry.getLastModifiedTime().toInstant();
        return new FileStamp(entry.getSize(), modified);
    }
}
