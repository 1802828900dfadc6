package io.monge.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives for tests; an entry whose name ends in a slash is a folder. */
final class Archives {

    private Archives() {}

    /** Names and contents by turns, in this order. */
    static Map<String, byte[]> entries(Object... namesAndContents) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            entries.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
        }
        return entries;
    }

    static byte[] zip(Map<String, byte[]> entries) {
        return written(
                out -> {
                    try (ZipOutputStream zip = new ZipOutputStream(out)) {
                        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                            zip.putNextEntry(new ZipEntry(entry.getKey()));
                            zip.write(entry.getValue());
                            zip.closeEntry();
                        }
                    }
                });
    }

    static byte[] tar(Map<String, byte[]> entries) {
        return written(
                out -> {
                    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                            TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
                            header.setSize(entry.getValue().length);
                            header.setModTime(1_767_225_600_000L); // what they have of one second
                            tar.putArchiveEntry(header);
                            tar.write(entry.getValue());
                            tar.closeArchiveEntry();
                        }
                    }
                });
    }

    static byte[] gzip(byte[] content) {
        return written(
                out -> {
                    try (OutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(content);
                    }
                });
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
