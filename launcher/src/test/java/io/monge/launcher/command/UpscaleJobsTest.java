package io.monge.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleJobsTest {
    @TempDir private Path folder;

    @BeforeEach
    void twoImagesAndATextFile() throws IOException {
        Files.createDirectories(folder.resolve("in/deep"));
        Files.createFile(folder.resolve("in/a.png"));
        Files.createFile(folder.resolve("in/deep/b.JPG"));
        Files.createFile(folder.resolve("in/notes.txt"));
    }

    @Test
    void oneFileBecomesTheOutputFile() throws IOException {
        Path in = folder.resolve("in/a.png");
        Path out = folder.resolve("large.png");

        assertThat(UpscaleJobs.plan(List.of(in), out))
                .containsExactly(new UpscaleJobs.Job(in, out));
    }

    @Test
    void imagesOfAFolderKeepTheirPlaces() throws IOException {
        Path out = folder.resolve("out");

        assertThat(UpscaleJobs.plan(List.of(folder.resolve("in")), out))
                .extracting(UpscaleJobs.Job::target)
                .containsExactly(out.resolve("a.png"), out.resolve("deep/b.JPG"));
    }

    @Test
    void aMissingInputIsNamed() {
        assertThatThrownBy(() -> UpscaleJobs.plan(List.of(folder.resolve("gone.png")), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone.png' does not exist");
    }

    @Test
    void neitherAnInputNorAnotherOutputIsOverwritten() {
        Path in = folder.resolve("in");
        Path a = in.resolve("a.png");

        assertThatThrownBy(() -> UpscaleJobs.plan(List.of(a), in))
                .hasMessageContaining("overwrite its own input");
        assertThatThrownBy(() -> UpscaleJobs.plan(List.of(a, a), folder.resolve("out")))
                .hasMessageContaining("two inputs would both become");
    }
}
