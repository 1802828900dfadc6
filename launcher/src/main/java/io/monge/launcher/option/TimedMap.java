package io.monge.launcher.option;

import io.monge.ot.network.Edsr;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The map whose speed is measured: a published one, or an EDSR with random weights. */
public final class TimedMap {
    private static final int SEED = 1;

    @Mixin private EdsrOptions edsr = new EdsrOptions();

    @Option(
            names = "--model",
            paramLabel = "F.safetensors",
            converter = InputFile.class,
            description = "a published map instead of random weights")
    private @Nullable Path model;

    /** Reads or draws the weights. */
    public ModelSnapshot snapshot() throws IOException {
        if (model != null) {
            return SnapshotCodec.decode(Files.readAllBytes(model));
        }
        Edsr random = edsr.edsr();
        return new ModelSnapshot(random, 0, random.initialWeights(SEED));
    }

    public int threads() {
        return edsr.threads();
    }

    public Compute compute() {
        return edsr.compute();
    }
}
