package io.monge.launcher.setup;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command understands: where the configuration comes from and how to talk. */
public final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration file (.yaml or .properties)")
    private @Nullable Path config;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "settings to start from: demo, cpu-small, aim19-mse, aim19-vgg, benchmark")
    private @Nullable String preset;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka broker (kafka.bootstrap)")
    private @Nullable String bootstrap;

    @Option(names = "--registry", paramLabel = "URL", description = "schema registry (registry)")
    private @Nullable String registry;

    @Mixin private LogOptions log = new LogOptions();

    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    public Optional<String> preset() {
        return Optional.ofNullable(preset);
    }

    /** The options that stand for configuration keys, as flags. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (bootstrap != null) {
            flags.add("--kafka.bootstrap=" + bootstrap);
        }
        if (registry != null) {
            flags.add("--registry=" + registry);
        }
        return flags;
    }

    /** Sets up logging as asked for; {@code usual} is the level without {@code --verbose}. */
    public void setUpLogging(Level usual) {
        log.setUp(usual);
    }
}
