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

        assertThat(plan(List.of(in), out)).containsExactly(new UpscaleJobs.Job(in, out, false));
    }

    @Test
    void imagesOfAFolderKeepTheirPlaces() throws IOException {
        Path out = folder.resolve("out");

        assertThat(plan(List.of(folder.resolve("in")), out))
                .extracting(UpscaleJobs.Job::target)
                .containsExactly(out.resolve("a.png"), out.resolve("deep/b.JPG"));
    }

    @Test
    void aMissingInputIsNamed() {
        assertThatThrownBy(() -> plan(List.of(folder.resolve("gone.png")), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone.png' does not exist");
    }

    @Test
    void neitherAnInputNorAnotherOutputIsOverwritten() {
        Path in = folder.resolve("in");
        Path a = in.resolve("a.png");

        assertThatThrownBy(() -> plan(List.of(a), in))
                .hasMessageContaining("overwrite its own input");
        assertThatThrownBy(() -> plan(List.of(a, a), folder.resolve("out")))
                .hasMessageContaining("two inputs would both become");
    }

    @Test
    void aFolderMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));

        assertThat(plan(List.of(link), folder.resolve("out")))
                .extracting(UpscaleJobs.Job::source)
                .containsExactly(link.resolve("a.png"), link.resolve("deep/b.JPG"));
    }

    @Test
    void hiddenFilesAndWhatWasMadeBeforeAreLeftOut() throws IOException {
        Files.createFile(folder.resolve("in/._a.png"));
        Files.createDirectories(folder.resolve("in/.thumbs"));
        Files.createFile(folder.resolve("in/.thumbs/a.png"));
        Path out = Files.createDirectories(folder.resolve("in/large"));
        Files.createFile(out.resolve("a.png"));

        assertThat(plan(List.of(folder.resolve("in")), out))
                .extracting(UpscaleJobs.Job::target)
                .containsExactly(out.resolve("a.png"), out.resolve("deep/b.JPG"));
    }

    private static List<UpscaleJobs.Job> plan(List<Path> inputs, Path output) throws IOException {
        return UpscaleJobs.plan(inputs, Destination.of(output.toString()));
    }
}
