package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    @TempDir Path folder;

    @Test
    void arraysNamesOrderAndMetadataSurvive() throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("z.weight", HostTensor.of(new float[] {1, -0f, Float.MIN_VALUE, 3}, 2, 2));
        tensors.put("a\"ü", HostTensor.of(new float[] {}, 0, 5));
        tensors.put("scalar", HostTensor.of(new float[] {7}));
        SafeTensors file = new SafeTensors(tensors, Map.of("map", "{\"type\":\"edsr\"}"));

        SafeTensors back = SafeTensors.of(file.toBytes());
        Path path = Files.write(folder.resolve("x.safetensors"), file.toBytes());

        assertThat(back).isEqualTo(file);
        assertThat(back.tensors().keySet()).containsExactly("z.weight", "a\"ü", "scalar");
        assertThat(SafeTensors.read(path)).isEqualTo(file);
    }

    @Test
    void aFileLaidOutAsThePythonPackageWritesItLoads() {
        // safetensors.torch.save({"b": int64 [2], "a": bfloat16 [1, 2]}, metadata={"format": "pt"})
        String header =
                "{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"I64\",\"shape\":[2],"
                        + "\"data_offsets\":[0,16]},\"a\":{\"dtype\":\"BF16\",\"shape\":[1,2],"
                        + "\"data_offsets\":[16,20]}}   ";
        ByteBuffer bytes = file(header, 20);
        bytes.putLong(5).putLong(-9).putShort((short) 0x3FC0).putShort((short) 0xC000);

        SafeTensors file = SafeTensors.of(bytes.array());

        assertThat(file.metadata()).containsEntry("format", "pt");
        assertThat(file.tensors().get("b").doubles()).containsExactly(5, -9);
        assertThat(file.tensors().get("a").floats()).containsExactly(1.5f, -2);
        assertThat(file.tensors().get("a").shape()).containsExactly(1, 2);
    }

    @Test
    void halfPrecisionIsReadWithItsSubnormals() {
        byte[] halves = {0x00, 0x3C, 0x01, 0x00, 0x00, (byte) 0xFC, (byte) 0xFF, 0x7B};

        HostTensor tensor = HostTensor.ofBytes(ElementType.F16, new long[] {4}, halves);

        assertThat(tensor.floats()).containsExactly(1f, 0x1p-24f, Float.NEGATIVE_INFINITY, 65504f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F9\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,4]}}",
                "{\"a\":7}",
                "{\"__metadata__\":7}",
                "{}",
                "[]",
                "{",
            })
    void whatIsNotExactlyTheFormatIsRefused(String header) {
        byte[] bytes = file(header, 4).array();

        assertThatThrownBy(() -> SafeTensors.of(bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truncatedAndForeignFilesAreRefused() {
        byte[] whole =
                new SafeTensors(Map.of("a", HostTensor.of(new float[3], 3)), Map.of()).toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SafeTensors.of(part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () -> SafeTensors.of("not a model at all".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SafeTensors");
    }

    private static ByteBuffer file(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data);
        return bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    }
}
