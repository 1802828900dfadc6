package io.monge.ot.tensor;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the SafeTensors format and refuses what is not exactly it: nothing in it is trusted. */
final class SafeTensorsReader {
    /** The format's own limit for the header, bytes. */
    private static final long MOST_HEADER = 100_000_000;

    private SafeTensorsReader() {}

    /** An array as the header describes it: its bytes are [from, to) of the data. */
    private record Entry(String name, ElementType type, long[] shape, long from, long to) {}

    static SafeTensors read(InputStream in, long size) throws IOException {
        JsonObject header = header(in, size);
        Map<String, String> metadata = metadata(header);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        long at = 0;
        for (Entry entry : entries(header)) {
            if (entry.from() != at || entry.to() < at || entry.to() - at > Integer.MAX_VALUE - 8) {
                throw malformed(
                        "array %s claims bytes %d to %d after byte %d"
                                .formatted(entry.name(), entry.from(), entry.to(), at));
            }
            byte[] bytes = exactly(in, (int) (entry.to() - at), entry.name());
            tensors.put(entry.name(), HostTensor.ofBytes(entry.type(), entry.shape(), bytes));
            at = entry.to();
        }
        if (in.read() >= 0) {
            throw malformed("bytes follow the last array");
        }
        return new SafeTensors(tensors, metadata);
    }

    private static JsonObject header(InputStream in, long size) throws IOException {
        ByteBuffer prefix = ByteBuffer.wrap(exactly(in, 8, "the header's length"));
        long length = prefix.order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MOST_HEADER || length > size - 8) {
            throw malformed("its header claims %d bytes of %d".formatted(length, size));
        }
        byte[] json = exactly(in, (int) length, "the header");
        try {
            return JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw malformed("its header is not a JSON object");
        }
    }

    private static Map<String, String> metadata(JsonObject header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (header.has(SafeTensors.METADATA)) {
            try {
                header.getAsJsonObject(SafeTensors.METADATA)
                        .entrySet()
                        .forEach(
                                entry ->
                                        metadata.put(
                                                entry.getKey(), entry.getValue().getAsString()));
            } catch (ClassCastException | IllegalStateException | UnsupportedOperationException e) {
                throw malformed("its metadata is not a map of strings");
            }
        }
        return metadata;
    }

    /** In the order of their bytes. */
    private static List<Entry> entries(JsonObject header) {
        List<Entry> entries = new ArrayList<>();
        for (String name : header.keySet()) {
            if (!name.equals(SafeTensors.METADATA)) {
                entries.add(entry(name, header));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        return entries;
    }

    private static Entry entry(String name, JsonObject header) {
        try {
            JsonObject entry = header.getAsJsonObject(name);
            ElementType type = ElementType.valueOf(entry.get("dtype").getAsString());
            long[] shape = new Gson().fromJson(entry.get("shape"), long[].class);
            long[] offsets = new Gson().fromJson(entry.get("data_offsets"), long[].class);
            if (shape != null && offsets != null && offsets.length == 2) {
                return new Entry(name, type, shape, offsets[0], offsets[1]);
            }
        } catch (RuntimeException e) { // whatever a hostile header makes Gson throw
            throw malformed("array %s is described by %s".formatted(name, header.get(name)));
        }
        throw malformed("array %s is described by %s".formatted(name, header.get(name)));
    }

    private static byte[] exactly(InputStream in, int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw malformed("it ends within " + what);
        }
        return bytes;
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("Not a SafeTensors file: " + what);
    }
}
