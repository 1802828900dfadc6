package io.monge.ot.snapshot;

import io.monge.ot.network.NetworkSpec;
import io.monge.ot.solver.SolverSpec;

/**
 * Specifications as JSON, for snapshots, manifests and checkpoints: record components by name, and
 * {@code "type"} = the record's name in kebab case where there is a choice.
 */
public final class SpecJson {
    private SpecJson() {}

    public static String of(NetworkSpec spec) {
        throw new UnsupportedOperationException();
    }

    public static String of(SolverSpec spec) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param kind the sealed interface or record expected, e.g. {@code SolverSpec.class}
     * @throws IllegalArgumentException if the text names no such specification
     */
    public static <T> T parse(String json, Class<T> kind) {
        throw new UnsupportedOperationException();
    }
}
