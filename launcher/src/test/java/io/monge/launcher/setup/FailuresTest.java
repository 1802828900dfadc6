package io.monge.launcher.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.runtime.config.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    /** Their own message is the path. */
    @Test
    void whatAFileSystemRefusesIsASentence() {
        assertThat(told(new NoSuchFileException("a/b"))).isEqualTo("monge: there is no 'a/b'");
        assertThat(told(new AccessDeniedException("a/b")))
                .isEqualTo("monge: 'a/b' may not be read or written");
        assertThat(told(new FileAlreadyExistsException("a/b")))
                .isEqualTo("monge: 'a/b' is there already, and no folder");
        assertThat(told(new FileSystemException("a/b", null, "No space left on device")))
                .isEqualTo("monge: a/b: No space left on device");
        assertThat(told(new UncheckedIOException(new NoSuchFileException("a/b"))))
                .isEqualTo("monge: there is no 'a/b'");
    }

    @Test
    void aSentenceOfOursIsKept() {
        assertThat(told(new UncheckedIOException("No list of it", new IOException("broken"))))
                .isEqualTo("monge: No list of it");
        assertThat(told(new OutOfMemoryError("Java heap space"))).contains("MONGE_JAVA_OPTS");
    }

    @Test
    void wrongConfigurationIsWrongUsage() {
        PrintStream err =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

        assertThat(Failures.report(new InvalidConfigException("no"), err, false)).isEqualTo(2);
        assertThat(Failures.report(new IOException("no"), err, false)).isEqualTo(1);
    }

    private static String told(Throwable failure) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Failures.report(failure, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        return err.toString(StandardCharsets.UTF_8).strip();
    }
}
