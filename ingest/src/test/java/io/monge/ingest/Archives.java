package io.monge.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /** Makes a header whole that was changed. */
    static void checksum(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += tar[i] & 255;
        }
        byte[] octal = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, tar, header + 148, octal.length);
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
