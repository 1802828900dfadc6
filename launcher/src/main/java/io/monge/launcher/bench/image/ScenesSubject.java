package io.monge.launcher.bench.image;

import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.Positive;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Files;
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
            converter = InputFile.class,
            description = "a published map")
    private @Nullable Path model;

    @Option(
            names = "--minutes",
            required = true,
            converter = Positive.class,
            description = "train in memory for so long (wall time) and score every minute")
    private double minutes;

    /** The map of the file, if one was given. */
    Optional<ModelSnapshot> model() throws IOException {
        return model == null
                ? Optional.empty()
                : Optional.of(SnapshotCodec.decode(Files.readAllBytes(model)));
    }

    /** How long to train where no model is given. */
    Duration time() {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }
}
