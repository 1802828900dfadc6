package io.monge.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir Path tmp;

    @Test
    void allProcessesOfAUserShareOneFolder() throws IOException {
        Path first = NativeLibraries.folder(tmp);
        Files.writeString(first.resolve("libavutil.so"), "unpacked");

        assertThat(NativeLibraries.folder(tmp)).isEqualTo(first);
        try (Stream<Path> all = Files.list(tmp)) {
            assertThat(all).containsExactly(first);
        }
    }

    @Test
    void aFolderThatOthersMayWriteToIsNotTrusted() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "this file system knows no permissions");
        Path first = NativeLibraries.folder(tmp);
        Files.writeString(first.resolve("libavutil.so"), "whose?");
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rwxrwxrwx"));

        Path second = NativeLibraries.folder(tmp);

        assertThat(second).isNotEqualTo(first).isEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(second))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path first = NativeLibraries.folder(tmp);
        Path elsewhere = Files.move(first, tmp.resolve("elsewhere"));
        Files.createSymbolicLink(first, elsewhere);

        assertThat(NativeLibraries.folder(tmp)).isNotEqualTo(first);
    }
}
