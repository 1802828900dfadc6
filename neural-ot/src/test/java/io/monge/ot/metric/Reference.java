package io.monge.ot.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of reference numbers and weights beside the project, where there is one. */
final class Reference {

    private Reference() {}

    static Path file(String name) {
        Path shared =
                Optional.ofNullable(System.getenv("MONGE_SHARED"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("monge.root", ".."), "..", "shared"));
        Path file = shared.resolve(name).normalize();
        assumeTrue(Files.isRegularFile(file), "skipped: no " + file);
        return file;
    }
}
