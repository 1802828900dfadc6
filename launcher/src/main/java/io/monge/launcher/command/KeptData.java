package io.monge.launcher.command;

import io.monge.runtime.config.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option that reaches into a demo's kept data instead of asking a running broker and registry.
 */
final class KeptData {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "of a demo that is not running: its broker is started for this command alone")
    private @Nullable Path directory;

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * @throws InvalidConfigException if the directory is not that of a demo
     */
    static void requireDemo(Path directory) {
        if (!Files.isDirectory(directory.resolve("kafka"))) {
            throw new InvalidConfigException("'%s' holds no data of a demo".formatted(directory));
        }
    }
}
