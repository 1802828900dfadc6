package io.monge.launcher.option;

import io.monge.ot.tensor.Compute;
import picocli.CommandLine.Option;

/** {@code --threads}: of the computation, on the CPU. */
public final class Threads {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Count.class,
            description = "of the computation (default: ${DEFAULT-VALUE})")
    private int threads;

    /**
     * @param usual where the user says nothing
     */
    public Threads(int usual) {
        this.threads = usual;
    }

    public int count() {
        return threads;
    }

    public Compute compute() {
        return Compute.cpu(threads);
    }
}
