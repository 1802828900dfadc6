package io.monge.ot.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of reference numbers: {@code -Dmonge.oracles=DIR}, else {@code oracles} in {@code
 * $MONGE_SHARED} or in {@code ../shared} beside the project.
 *
 * @param path the folder
 * @param manifest its {@code manifest.json}, empty if there is none
 */
record OracleFolder(Path path, JsonObject manifest) {
    private static final String ENDING = ".safetensors";

    static OracleFolder open() throws IOException {
        Path path = find();
        Path manifest = path.resolve("manifest.json");
        return new OracleFolder(
                path,
                Files.exists(manifest)
                        ? JsonParser.parseString(Files.readString(manifest)).getAsJsonObject()
                        : new JsonObject());
    }

    private static Path find() {
        String given = System.getProperty("monge.oracles", "");
        if (!given.isBlank()) {
            // Maven runs the tests in the module's folder, the user wrote a path from the root.
            Path root = Path.of(System.getProperty("monge.root", ""));
            Path path = root.resolve(given).normalize();
            if (!Files.isDirectory(path)) {
                throw new IllegalArgumentException("monge.oracles is no folder: " + path);
            }
            return path;
        }
        String shared = System.getenv("MONGE_SHARED");
        Path root = Path.of(System.getProperty("monge.root", ".."));
        Path folder = shared == null ? root.resolve("../shared") : Path.of(shared);
        Path path = folder.resolve("oracles").normalize();
        assumeTrue(Files.isDirectory(path), "skipped: no reference numbers at " + path);
        return path;
    }

    /** The files, by name. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    OracleFile read(Path path) throws IOException {
        String name = path.getFileName().toString().replace(ENDING, "");
        SafeTensors file = SafeTensors.read(path);
        Map<String, String> metadata = new LinkedHashMap<>();
        if (manifest.has(name) && manifest.getAsJsonObject(name).has("meta")) {
            manifest.getAsJsonObject(name)
                    .getAsJsonObject("meta")
                    .entrySet()
                    .forEach(entry -> metadata.put(entry.getKey(), text(entry.getValue())));
        }
        metadata.putAll(file.metadata());
        return new OracleFile(name, file.tensors(), metadata);
    }

    /** Files hold strings alone, and lists as their JSON. */
    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
