package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A zip, read by its directory, which is at the end: one that is still being written has none.
 *
 * <p>The directory is kept in memory, about a hundred bytes an entry.
 */
final class ZipEntries implements ArchiveEntries {

    private final ZipFile zip;
    private final Enumeration<? extends ZipEntry> entries;
    private final EntryLimits limits;
    private @Nullable ZipEntry current;

    private ZipEntries(ZipFile zip, EntryLimits limits) {
        this.zip = zip;
        this.entries = zip.entries();
        this.limits = limits;
    }

    static ZipEntries open(Path path, EntryLimits limits) throws IOException {
        File file = path.toFile();
        try {
            return new ZipEntries(new ZipFile(file, StandardCharsets.UTF_8), limits);
        } catch (ZipException e) {
            // Old programs write names in whatever their system used; any bytes are Latin ones.
            return new ZipEntries(new ZipFile(file, StandardCharsets.ISO_8859_1), limits);
        }
    }

    @Override
    public Optional<ArchiveEntry> next() {
        current = null;
        while (current == null && entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            current = entry.isDirectory() ? null : entry;
        }
        return Optional.ofNullable(current)
                .map(entry -> new ArchiveEntry(entry.getName(), stamp(entry)));
    }

    @Override
    public FoundImage.Bytes read() throws IOException {
        if (current == null) {
            throw new IllegalStateException("there is no entry to be read");
        }
        CRC32 sum = new CRC32();
        byte[] bytes;
        InputStream expanded = new ExpandedInput(zip.getInputStream(current), limits);
        try (InputStream in = new CheckedInputStream(expanded, sum)) {
            bytes = limits.read(in, current.getSize());
        } catch (ZipException | EOFException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        if (sum.getValue() != current.getCrc()) {
            throw damaged("its checksum is wrong");
        }
        return FoundImage.Bytes.of(bytes);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static MalformedImageException damaged(String how) {
        return new MalformedImageException(
                Kind.MALFORMED, "The entry is damaged or encrypted: " + how);
    }

    private static FileStamp stamp(ZipEntry entry) {
        Optional<FileTime> modified = Optional.ofNullable(entry.getLastModifiedTime());
        return new FileStamp(
                entry.getSize(), modified.map(FileTime::toInstant).orElse(Instant.EPOCH));
    }
}
