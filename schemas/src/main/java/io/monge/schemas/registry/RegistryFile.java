package io.monge.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded registry's state on disk: one small JSON file, replaced as a whole (written beside,
 * forced to disk, renamed), so that a killed process leaves the old state or the new one.
 */
final class RegistryFile {

    /** Everything a registry knows; compatibility levels are Confluent's names, by subject. */
    record Content(List<StoredSchema> schemas, Map<String, String> compatibility) {

        static Content empty() {
            return new Content(List.of(), Map.of());
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Optional<Path> path;

    private RegistryFile(Optional<Path> path) {
        this.path = path;
    }

    /** A file that is nowhere: nothing is read, nothing kept. */
    static RegistryFile none() {
        return new RegistryFile(Optional.empty());
    }

    static RegistryFile in(Path directory) {
        return new RegistryFile(Optional.of(directory.resolve("schema-registry.json")));
    }

    Content read() throws IOException {
        if (path.isEmpty() || Files.notExists(path.get())) {
            return Content.empty();
        }
        try {
            return json.readValue(Files.readAllBytes(path.get()), Content.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s is not a schema registry file: %s; the ids in it are needed to read the topics"
                            .formatted(path.get(), e.getOriginalMessage()),
                    e);
        }
    }

    void write(Content content) throws IOException {
        if (path.isEmpty()) {
            return;
        }
        Path target = path.get();
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(
                beside,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
