package io.monge.runtime.config;

import io.monge.runtime.config.Layer.Spelling;
import io.monge.runtime.config.Node.Branch;
import io.monge.runtime.config.Node.Leaf;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads each kind of source into a {@link Layer}. */
final class Layers {

    private static final String ENVIRONMENT_PREFIX = "MONGE__";

    private Layers() {}

    static Layer resource(URL resource, String name) {
        try (InputStream in = resource.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Layer(YamlText.parse(text, name), Spelling.EXACT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " at " + resource, e);
        }
    }

    /** A file the user names: {@code .yaml}, {@code .yml} or {@code .properties}. */
    static Layer file(Path file) {
        String origin = "file " + file;
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String text = textOf(file);
        if (name.endsWith(".properties")) {
            return new Layer(properties(text, origin), Spelling.EXACT);
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return new Layer(YamlText.parse(text, origin), Spelling.EXACT);
        }
        throw new InvalidConfigException(
                "The configuration file "
                        + file
                        + " has an unknown ending: allowed are .yaml, .yml and .properties.");
    }

    /** The variables that start with {@code MONGE__}; a double underscore separates levels. */
    static Layer environment(Map<String, String> variables) {
        Branch root = Branch.empty("environment");
        for (String name : new TreeSet<>(variables.keySet())) {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                String[] levels = name.substring(ENVIRONMENT_PREFIX.length()).split("__");
                put(root, List.of(levels), new Leaf(variables.get(name), "environment " + name));
            }
        }
        return new Layer(root, Spelling.SHOUTED);
    }

    /** Flags of the form {@code --trainer.batchSize=8}; a later one wins. */
    static Layer flags(List<String> flags) {
        Branch root = Branch.empty("flags");
        for (String flag : flags) {
            int equals = flag.indexOf('=');
            if (!flag.startsWith("--") || equals < 3) {
                throw new InvalidConfigException(
                        "The flag '"
                                + flag
                                + "' is not understood: allowed is --key=value, such as --trainer.batchSize=8.");
            }
            String key = flag.substring(2, equals);
            put(root, levelsOf(key), new Leaf(flag.substring(equals + 1), "flag --" + key));
        }
        return new Layer(root, Spelling.EXACT);
    }

    private static Branch properties(String text, String origin) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidConfigException(
                    "The " + origin + " is not a properties file: " + e.getMessage() + ".", e);
        }
        Branch root = Branch.empty(origin);
        Map<String, String> sorted = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> sorted.put(key, properties.getProperty(key)));
        sorted.forEach((key, value) -> put(root, levelsOf(key), new Leaf(value, origin)));
        return root;
    }

    private static List<String> levelsOf(String key) {
        return List.of(key.split("\\.", -1));
    }

    private static void put(Branch root, List<String> levels, Leaf leaf) {
        Branch branch = root;
        for (String level : levels.subList(0, levels.size() - 1)) {
            Node next =
                    branch.children().computeIfAbsent(level, key -> Branch.empty(leaf.origin()));
            if (!(next instanceof Branch child)) {
                throw new InvalidConfigException(
                        "'%s' (%s) is given a value and keys below it (%s): allowed is one of the two."
                                .formatted(level, next.origin(), leaf.origin()));
            }
            branch = child;
        }
        Node before = branch.children().put(levels.get(levels.size() - 1), leaf);
        if (before instanceof Branch) {
            throw new InvalidConfigException(
                    "'%s' is given a value (%s) and keys below it (%s): allowed is one of the two."
                            .formatted(
                                    levels.get(levels.size() - 1), leaf.origin(), before.origin()));
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidConfigException(
                    "The configuration file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new InvalidConfigException(
                    "The configuration file "
                            + file
                            + " cannot be read as text: "
                            + e.getMessage()
                            + ".",
                    e);
        }
    }
}
