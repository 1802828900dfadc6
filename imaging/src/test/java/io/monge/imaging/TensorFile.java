package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads float arrays from a safetensors file: 8 bytes of header length, a JSON header, raw
 * little-endian data.
 */
final class TensorFile {

    private final ByteBuffer bytes;
    private final String header;

    TensorFile(Path file) throws IOException {
        bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) bytes.getLong(0)];
        bytes.get(8, json);
        header = new String(json, StandardCharsets.UTF_8);
    }

    float[] floats(String name) {
        Pattern entry =
                Pattern.compile(
                        Pattern.quote("\"" + name + "\"")
                                + "\\s*:\\s*\\{\"dtype\"\\s*:\\s*\"F32\"[^}]*"
                                + "\"data_offsets\"\\s*:\\s*\\[\\s*(\\d+)\\s*,\\s*(\\d+)");
        Matcher found = entry.matcher(header);
        assertThat(found.find()).as("a float array named " + name).isTrue();
        int from = Integer.parseInt(found.group(1));
        float[] values = new float[(Integer.parseInt(found.group(2)) - from) / Float.BYTES];
        bytes.slice(8 + (int) bytes.getLong(0) + from, values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
