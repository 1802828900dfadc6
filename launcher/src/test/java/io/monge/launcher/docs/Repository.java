package io.monge.launcher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the checkout the tests run in. */
final class Repository {
    static final Path ROOT = Path.of(System.getProperty("monge.root"));

    private Repository() {}

    /** Folders of the Maven modules. */
    static List<Path> modules() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param path from the root, with slashes
     */
    static String text(String path) {
        return text(ROOT.resolve(path));
    }

    /** A part of a reference that is written by hand. */
    static String resource(String name) {
        return text("launcher/src/test/resources/docs/" + name);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
