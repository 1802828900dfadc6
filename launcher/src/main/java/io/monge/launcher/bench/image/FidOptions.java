package io.monge.launcher.bench.image;

import io.monge.launcher.option.InputFile;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether {@code bench sr} takes FID, and of how many crops. */
final class FidOptions {
    @Option(
            names = "--inception",
            paramLabel = "F",
            converter = InputFile.class,
            description =
                    "weights of FID's Inception (.safetensors or .pth, by pytorch-fid's names);"
                            + " without them FID is left out")
    private @Nullable Path inception;

    @Option(
            names = "--fid-crops",
            paramLabel = "N",
            defaultValue = "50000",
            description =
                    "random 128 px crops of either side for FID (default: 50000, the paper's)")
    private int crops;

    /** At least two crops, since a covariance is taken. */
    void requireUsage() {
        if (crops < 2) {
            throw new InvalidConfigException(
                    "--fid-crops is %d, must be at least 2.".formatted(crops));
        }
    }

    /** The network, if its weights were given; whoever calls closes it. */
    Optional<PatchFeatures> open(Compute compute) throws IOException {
        return inception == null
                ? Optional.empty()
                : Optional.of(InceptionPatchFeatures.open(inception, compute));
    }

    /** The protocol on the scored images. */
    PatchFid protocol(HeldOutPatches scored, PatchFeatures features, long seed) {
        return new PatchFid(scored, features, crops, seed);
    }
}
