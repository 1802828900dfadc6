package io.monge.ot.snapshot;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.monge.ot.HostTensor;
import io.monge.ot.SolverState;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.SafeTensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training that can go on: the method and all its state, as one SafeTensors file.
 *
 * @param spec the method; a resumed run takes it from here, not from its configuration
 * @param state at some iteration
 */
public record SolverCheckpoint(SolverSpec spec, SolverState state) {
    private static final String FORMAT = "format";
    private static final String FORMAT_1 = "monge-checkpoint-1";
    private static final String SOLVER = "solver";
    private static final String SEED = "seed";
    private static final String ITERATION = "iteration";
    private static final String COUNTERS = "counters";

    /**
     * The file's content; write it with {@link SafeTensors#writeTo}.
     *
     * @param more further metadata, such as consumed offsets; its keys must not be ours ("format",
     *     "solver", "seed", "iteration", "counters")
     */
    public SafeTensors toSafeTensors(Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(more);
        metadata.put(FORMAT, FORMAT_1);
        metadata.put(SOLVER, SpecJson.of(spec));
        metadata.put(SEED, Long.toString(state.seed()));
        metadata.put(ITERATION, Long.toString(state.iteration()));
        metadata.put(COUNTERS, new Gson().toJson(new TreeMap<>(state.counters())));
        Map<String, HostTensor> ordered = new LinkedHashMap<>(new TreeMap<>(state.tensors()));
        return new SafeTensors(ordered, metadata);
    }

    /**
     * Reads back what {@link #toSafeTensors} gave; further metadata stays in the file.
     *
     * @throws IllegalArgumentException if the file is no checkpoint of this format
     */
    public static SolverCheckpoint of(SafeTensors file) {
        Map<String, String> metadata = file.metadata();
        if (!FORMAT_1.equals(metadata.get(FORMAT))) {
            throw new IllegalArgumentException(
                    "The checkpoint's format is '%s', must be '%s'"
                            .formatted(metadata.get(FORMAT), FORMAT_1));
        }
        SolverSpec spec = SpecJson.parse(text(metadata, SOLVER), SolverSpec.class);
        SolverState state =
                new SolverState(
                        Long.parseLong(text(metadata, SEED)),
                        Long.parseLong(text(metadata, ITERATION)),
                        counters(text(metadata, COUNTERS)),
                        file.tensors());
        return new SolverCheckpoint(spec, state);
    }

    private static Map<String, Long> counters(String json) {
        try {
            return new Gson().fromJson(json, new TypeToken<Map<String, Long>>() {}.getType());
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("The checkpoint's counters are " + json, e);
        }
    }

    private static String text(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("The checkpoint has no " + key);
        }
        return value;
    }
}
