package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A libtorch that does not fit is refused before it is loaded. */
class LibtorchReleaseTest {
    @TempDir private Path folder;

    @Test
    void theReleaseOfAWheelIsInItsVersionFile() throws IOException {
        String libraries = libraries("version.py", "__all__ = []\n__version__ = '2.8.0+cu128'\n");

        assertThat(LibtorchRelease.in(Path.of(libraries)))
                .contains(new LibtorchRelease("2.8.0+cu128"));
        assertThatThrownBy(() -> LibtorchRelease.require(libraries))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "PYTORCH_LIBRARY_PATH is '%s', which holds libtorch 2.8.0+cu128,"
                                        .formatted(libraries)
                                + " must be 2.7.1");
    }

    @Test
    void theReleaseOfAnArchiveIsInItsBuildVersion() throws IOException {
        String libraries = libraries("build-version", "2.7.1+cu128\n");

        assertThat(LibtorchRelease.in(Path.of(libraries)))
                .contains(new LibtorchRelease("2.7.1+cu128"));
        assertThatCode(() -> LibtorchRelease.require(libraries)).doesNotThrowAnyException();
    }

    @Test
    void aBuildThatDoesNotTellItsReleaseIsTheUsersAffair() throws IOException {
        String libraries = libraries("README", "2.8.0");

        assertThat(LibtorchRelease.in(Path.of(libraries))).isEmpty();
        assertThatCode(() -> LibtorchRelease.require(libraries)).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> LibtorchRelease.require(folder.resolve("gone").toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH is '")
                .hasMessageContaining("gone', where there is no folder");
    }

    @Test
    void anEngineThatDoesNotStartSaysWhatToBring() {
        assertThat(LibtorchRelease.missing(new IllegalStateException("No file")))
                .hasMessageContaining("libtorch could not be loaded (No file)")
                .hasMessageContaining("PYTORCH_LIBRARY_PATH")
                .hasMessageContaining("libtorch 2.7.1");
    }

    @Test
    void theReleaseThatIsNeededIsTheOneInTheJars() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            assertThat(root.getEngine().getVersion()).isEqualTo(LibtorchRelease.NEEDED.version());
        }
    }

    private String libraries(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return Files.createDirectory(folder.resolve("lib")).toString();
    }
}
