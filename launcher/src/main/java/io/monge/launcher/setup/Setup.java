package io.monge.launcher.setup;

import io.monge.runtime.config.ConfigLoader;
import io.monge.runtime.config.Configuration;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the configuration for a command: defaults, then the preset, then the file, then the
 * environment, then flags.
 *
 * @param flags configuration keys found on the command line, as {@code --key=value}
 * @param environment the process's variables
 */
public record Setup(List<String> flags, Map<String, String> environment) {
    private static final List<String> PRESETS =
            List.of("demo", "cpu-small", "aim19-mse", "aim19-vgg", "benchmark");

    /** For users: every solver has a batch. */
    private static final Map<String, String> SHORTHANDS =
            Map.of("trainer.batchSize", "trainer.solver.batchSize");

    /**
     * @param usualPreset taken if the user names none
     * @param own what the command's own options say about configuration keys; weaker than the
     *     user's explicit keys
     * @throws io.monge.runtime.config.InvalidConfigException one sentence for the user
     */
    public Configuration<MongeConfig> load(
            CommonOptions options, Optional<String> usualPreset, List<String> own) {
        ConfigLoader<MongeConfig> loader =
                ConfigLoader.of(MongeConfig.class)
                        .shorthands(SHORTHANDS)
                        .defaults(resource("defaults"));
        Optional<String> preset = options.preset().or(() -> usualPreset);
        if (preset.isPresent()) {
            loader = loader.preset(preset.get(), presets());
        }
        if (options.config().isPresent()) {
            loader = loader.file(options.config().get());
        }
        return loader.environment(environment)
                .flags(own)
                .flags(options.flags())
                .flags(flags)
                .load();
    }

    /** Names of the settings one can start from. */
    public static List<String> presetNames() {
        return PRESETS;
    }

    private static Map<String, URL> presets() {
        Map<String, URL> presets = new LinkedHashMap<>();
        PRESETS.forEach(name -> presets.put(name, resource("presets/" + name)));
        return presets;
    }

    private static URL resource(String name) {
        URL resource = Setup.class.getResource("/config/" + name + ".yaml");
        if (resource == null) {
            throw new IllegalStateException("config/" + name + ".yaml is missing from the jar");
        }
        return resource;
    }
}
