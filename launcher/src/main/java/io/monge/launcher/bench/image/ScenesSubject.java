package io.monge.launcher.bench.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code bench scenes} scores: a map from a file, or one it trains itself. */
final class ScenesSubject {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "F.safetensors",
            description = "a published map")
    private @Nullable Path model;

    @Option(
            names = "--minutes",
            required = true,
            description = "train in memory for so long (wall time) and score every minute")
    private double minutes;

    Optional<Path> model() {
        return Optional.ofNullable(model);
    }

    /** How long to train where no model is given. */
    Duration time() {
        if (!(minutes > 0)) {
            throw new IllegalArgumentException("--minutes is " + minutes + ", must be above 0");
        }
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }
}
