package io.monge.ot.tensor;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.monge.ot.HostTensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named arrays and string metadata in the open SafeTensors format, which PyTorch users read and
 * write with the {@code safetensors} package: 8 bytes little-endian length of a JSON header, the
 * header, then the arrays' bytes.
 *
 * @param tensors by name, in the file's order
 * @param metadata the header's {@code __metadata__}
 */
public record SafeTensors(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";

    public SafeTensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** Bytes of the file format; equal input gives equal bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the file format piece by piece, so that it may exceed 2 GiB; leaves the stream open.
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] header = header();
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        for (HostTensor tensor : tensors.values()) {
            byte[] bytes = new byte[tensor.bytes().remaining()];
            tensor.bytes().get(bytes);
            out.write(bytes);
        }
    }

    private byte[] header() {
        JsonObject header = new JsonObject();
        if (!metadata.isEmpty()) {
            header.add(METADATA, new Gson().toJsonTree(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
            long end = offset + entry.getValue().bytes().remaining();
            header.add(entry.getKey(), describe(entry.getValue(), offset, end));
            offset = end;
        }
        String json = header.toString();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        // Padding with spaces aligns the arrays to 8 bytes, as the reference writer does.
        return (json + " ".repeat((8 - bytes.length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject describe(HostTensor tensor, long from, long to) {
        JsonObject entry = new JsonObject();
        entry.addProperty("dtype", tensor.type().name());
        entry.add("shape", array(tensor.shape()));
        entry.add("data_offsets", array(from, to));
        return entry;
    }

    private static JsonArray array(long... values) {
        JsonArray array = new JsonArray();
        for (long value : values) {
            array.add(value);
        }
        return array;
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a SafeTensors file
     */
    public static SafeTensors of(byte[] bytes) {
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            return SafeTensorsReader.read(in, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not a SafeTensors file
     */
    public static SafeTensors read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return SafeTensorsReader.read(in, Files.size(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'%s': %s".formatted(file, e.getMessage()), e);
        }
    }
}
