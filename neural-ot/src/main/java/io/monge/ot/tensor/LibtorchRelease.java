package io.monge.ot.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The release of a libtorch that the user brings, such as one for CUDA. The engine's bridge is
 * compiled against one release; another loads, and then computes wrongly or crashes.
 */
record LibtorchRelease(String version) {
    static final LibtorchRelease NEEDED = new LibtorchRelease("2.7.1");

    private static final Pattern WHEEL =
            Pattern.compile("^__version__\\s*=\\s*['\"]([^'\"]+)['\"]", Pattern.MULTILINE);
    private static final Pattern ARCHIVE = Pattern.compile("\\A\\s*(\\d\\S*)");

    /**
     * @param libraries the folder of libtorch.so: {@code torch/lib} of an installed wheel, which
     *     has version.py above it, or {@code lib} of a libtorch archive, which has build-version
     * @return empty if it has neither
     */
    static Optional<LibtorchRelease> in(Path libraries) {
        Path above = libraries.toAbsolutePath().normalize().getParent();
        if (above == null) {
            return Optional.empty();
        }
        return told(above.resolve("version.py"), WHEEL)
                .or(() -> told(above.resolve("build-version"), ARCHIVE))
                .map(LibtorchRelease::new);
    }

    private static Optional<String> told(Path file, Pattern pattern) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' cannot be read".formatted(file), e);
        }
    }

    /**
     * @throws IllegalStateException if there is no such folder, or it is known to hold another
     *     release
     */
    static void require(String libraries) {
        if (!Files.isDirectory(Path.of(libraries))) {
            throw new IllegalStateException(
                    "PYTORCH_LIBRARY_PATH is '%s', where there is no folder".formatted(libraries));
        }
        in(Path.of(libraries)).ifPresent(found -> found.requireFitting(libraries));
    }

    /** The sentence for an engine that does not start. */
    static IllegalStateException missing(Exception cause) {
        return new IllegalStateException(
                "libtorch could not be loaded (%s): set PYTORCH_LIBRARY_PATH to the folder of libtorch %s, or build without the profile cuda"
                        .formatted(cause.getMessage(), NEEDED.version),
                cause);
    }

    private void requireFitting(String libraries) {
        // What follows a plus is the flavour: 2.7.1+cu128.
        String release = version.split("\\+")[0];
        if (!release.equals(NEEDED.version)) {
            throw new IllegalStateException(
                    "PYTORCH_LIBRARY_PATH is '%s', which holds libtorch %s, must be %s"
                            .formatted(libraries, version, NEEDED.version));
        }
    }
}
