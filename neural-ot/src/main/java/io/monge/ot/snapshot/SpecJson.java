package io.monge.ot.snapshot;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.solver.SolverSpec;

/**
 * Specifications as JSON, for snapshots, manifests and checkpoints: record components by name, and
 * {@code "type"} = the record's name in kebab case where there is a choice. Stateless.
 */
public final class SpecJson {
    private static final Gson GSON =
            new GsonBuilder().registerTypeAdapterFactory(new SpecAdapters()).create();

    private SpecJson() {}

    public static String of(NetworkSpec spec) {
        return GSON.toJson(spec, NetworkSpec.class);
    }

    public static String of(SolverSpec spec) {
        return GSON.toJson(spec, SolverSpec.class);
    }

    /**
     * @param kind the sealed interface expected, e.g. {@code SolverSpec.class}
     * @throws IllegalArgumentException if the text is no such specification
     */
    public static <T> T parse(String json, Class<T> kind) {
        try {
            T spec = GSON.fromJson(json, kind);
            if (spec != null) {
                return spec;
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    "Not a %s: %s".formatted(kind.getSimpleName(), e.getMessage()), e);
        }
        throw new IllegalArgumentException("Not a %s: empty".formatted(kind.getSimpleName()));
    }
}
