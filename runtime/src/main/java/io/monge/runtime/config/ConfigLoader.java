package io.monge.runtime.config;

import io.monge.runtime.config.Node.Branch;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads a tree of records from several sources; the later in the chain of calls, the stronger:
 *
 * <pre>{@code
 * Configuration<MongeConfig> loaded = ConfigLoader.of(MongeConfig.class)
 *         .defaults(Monge.class.getResource("defaults.yaml"))
 *         .preset("demo", presets)
 *         .file(Path.of("monge.yaml"))
 *         .environment(System.getenv())     // MONGE__TRAINER__BATCH_SIZE=8
 *         .flags(List.of("--trainer.batchSize=8"))
 *         .load();
 * }</pre>
 *
 * <p>A record component is a key. Known types: texts, numbers, booleans, {@code Duration} ({@code
 * 500ms}, {@code 10s}, {@code 2m}), {@code Path}, {@code URI}, enums (kebab-case), lists, {@code
 * Optional}, {@code Map<String, String>} (an open map whose keys may hold dots), records, and
 * sealed interfaces, whose key {@code type} names a permitted record ({@link SealedTypes}).
 * Integers whose name ends in {@code Bytes} take units ({@code 512KiB}). When a source sets another
 * {@code type}, what weaker sources said below that key is dropped. Immutable: each call returns a
 * new loader.
 */
public final class ConfigLoader<T> {

    private final Class<T> root;
    private final List<Layer> layers;
    private final Map<String, String> shorthands;

    private ConfigLoader(Class<T> root, List<Layer> layers, Map<String, String> shorthands) {
        this.root = root;
        this.layers = layers;
        this.shorthands = shorthands;
    }

    /**
     * @throws IllegalArgumentException if the class is not a record
     */
    public static <T> ConfigLoader<T> of(Class<T> root) {
        if (!root.isRecord()) {
            throw new IllegalArgumentException(
                    root + " is not a record: a configuration is a tree of records");
        }
        return new ConfigLoader<>(root, List.of(), Map.of());
    }

    /**
     * Keys that may also be written shorter, in any source.
     *
     * @param shorthands from the short path to the key's own
     */
    public ConfigLoader<T> shorthands(Map<String, String> shorthands) {
        return new ConfigLoader<>(root, layers, Map.copyOf(shorthands));
    }

    /** The YAML resource that holds every key. */
    public ConfigLoader<T> defaults(URL resource) {
        return with(Layers.resource(resource, "defaults"));
    }

    /**
     * A named YAML resource of the product.
     *
     * @param known all presets there are, by name
     * @throws InvalidConfigException if there is none of that name
     */
    public ConfigLoader<T> preset(String name, Map<String, URL> known) {
        URL resource = known.get(name);
        if (resource == null) {
            throw new InvalidConfigException(
                    "The preset '%s' does not exist: allowed are %s."
                            .formatted(
                                    name,
                                    String.join(", ", known.keySet().stream().sorted().toList())));
        }
        return with(Layers.resource(resource, "preset " + name));
    }

    /**
     * A file of the user: {@code .yaml}, {@code .yml} or {@code .properties}.
     *
     * @throws InvalidConfigException if it cannot be read
     */
    public ConfigLoader<T> file(Path file) {
        return with(Layers.file(file));
    }

    /** All variables that start with {@code MONGE__}; the others are ignored. */
    public ConfigLoader<T> environment(Map<String, String> variables) {
        return with(Layers.environment(variables));
    }

    /**
     * Flags such as {@code --trainer.batchSize=8}.
     *
     * @throws InvalidConfigException if one has another form
     */
    public ConfigLoader<T> flags(List<String> flags) {
        return with(Layers.flags(flags));
    }

    /**
     * Lays the sources over each other and builds the records.
     *
     * @throws InvalidConfigException one sentence that names key, source, value and what is allowed
     */
    public Configuration<T> load() {
        Branch effective = Branch.empty("defaults");
        for (Layer layer : layers) {
            shorthands.forEach((shorthand, key) -> layer.expand(levels(shorthand), levels(key)));
            new Merger(layer.keys()).merge(effective, layer.root(), root);
        }
        T bound = root.cast(new Binder().bind(effective, root));
        return new Configuration<>(bound, Settings.of(effective));
    }

    private ConfigLoader<T> with(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new ConfigLoader<>(root, List.copyOf(more), shorthands);
    }

    private static List<String> levels(String path) {
        return List.of(path.split("\\."));
    }
}
