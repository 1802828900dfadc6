package io.monge.ot.oracle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * One file of reference numbers.
 *
 * @param name without ending
 * @param tensors its arrays
 * @param metadata its own, or the manifest's where it has none
 */
public record OracleFile(
        String name, Map<String, HostTensor> tensors, Map<String, String> metadata) {
    private static final String NUMBER = "[-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?";

    /**
     * @throws IllegalStateException if there is no such array
     */
    public HostTensor get(String array) {
        return Optional.ofNullable(tensors.get(array))
                .orElseThrow(() -> new IllegalStateException(name + " has no array " + array));
    }

    public boolean has(String array) {
        return tensors.containsKey(array);
    }

    /** Extent of an axis. */
    public int extent(String array, int axis) {
        return Math.toIntExact(get(array).shape()[axis]);
    }

    /** The arrays of one prefix, without it. */
    public Map<String, HostTensor> part(String prefix) {
        Map<String, HostTensor> part = new LinkedHashMap<>();
        tensors.forEach(
                (array, tensor) -> {
                    if (array.startsWith(prefix)) {
                        part.put(array.substring(prefix.length()), tensor);
                    }
                });
        return part;
    }

    /** The arrays of one prefix in this order, without the prefix. */
    public Map<String, HostTensor> part(String prefix, Iterable<String> names) {
        Map<String, HostTensor> part = new LinkedHashMap<>();
        names.forEach(array -> part.put(array, get(prefix + array)));
        return part;
    }

    /** How many arrays there are of a pattern. */
    public int count(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return (int) tensors.keySet().stream().filter(compiled.asMatchPredicate()).count();
    }

    /** An array on the device. */
    public NDArray upload(NDManager scope, String array) {
        HostTensor tensor = get(array);
        return TorchOps.upload(scope, tensor.floats(), tensor.shape());
    }

    /** (n, d) rows of a two-dimensional array. */
    public float[][] rows(String array) {
        float[] values = get(array).floats();
        int width = extent(array, 1);
        float[][] rows = new float[extent(array, 0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** What the file says about itself. */
    public String note() {
        return metadata.getOrDefault("note", "");
    }

    /** The number that follows some words in the note ("lambda 2", "Adam(0,"), or one assumed. */
    public double number(String words, double otherwise) {
        Matcher matcher =
                Pattern.compile(words + "[ =:\"]*(" + NUMBER + ")", Pattern.CASE_INSENSITIVE)
                        .matcher(note());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : otherwise;
    }

    /** The first list of integers after some words in a metadata entry: "[1, 3, 64, 64]". */
    public Optional<long[]> integers(String key, String words) {
        Matcher matcher =
                Pattern.compile(words + "[^\\[]*\\[([0-9, ]+)\\]")
                        .matcher(metadata.getOrDefault(key, ""));
        return matcher.find()
                ? Optional.of(
                        Arrays.stream(matcher.group(1).split(","))
                                .mapToLong(text -> Long.parseLong(text.strip()))
                                .toArray())
                : Optional.empty();
    }

    /** A metadata entry that is a list of strings. */
    public List<String> strings(String key) {
        JsonElement list = JsonParser.parseString(metadata.getOrDefault(key, "[]"));
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Whether the arrays are those that the manifest lists, or nothing is known about them. */
    void compareWith(JsonObject manifest, Findings findings) {
        if (!manifest.has(name)) {
            return;
        }
        JsonObject listed = manifest.getAsJsonObject(name).getAsJsonObject("tensors");
        if (!listed.keySet().equals(tensors.keySet())) {
            findings.miss("the manifest lists other arrays");
            return;
        }
        tensors.forEach(
                (array, tensor) -> {
                    String shape = listed.getAsJsonArray(array).get(1).toString();
                    if (!shape.equals(Arrays.toString(tensor.shape()).replace(" ", ""))) {
                        findings.miss("%s is %s, the manifest says %s", array, tensor, shape);
                    }
                });
    }
}
