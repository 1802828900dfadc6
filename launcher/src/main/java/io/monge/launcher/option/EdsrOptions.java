package io.monge.launcher.option;

import io.monge.ot.network.Edsr;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An EDSR with random weights and what it is computed with: what the benches of speed time. */
public final class EdsrOptions {
    /** Upscaling factor. */
    public static final int SCALE = 4;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "16",
            converter = Count.class,
            description = "of an EDSR with random weights (default: 16)")
    private int blocks;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "64",
            converter = Count.class,
            description = "of an EDSR with random weights (default: 64)")
    private int features;

    @Option(
            names = "--precision",
            paramLabel = "float32|bf16|auto",
            defaultValue = "float32",
            description = "of convolutions (default: float32)")
    private Precision precision = Precision.FLOAT32;

    @Mixin private Threads threads = new Threads(2);

    public Edsr edsr() {
        return Edsr.reference(SCALE, blocks, features);
    }

    public Precision precision() {
        return precision;
    }

    public int threads() {
        return threads.count();
    }

    public Compute compute() {
        return threads.compute().in(precision);
    }
}
