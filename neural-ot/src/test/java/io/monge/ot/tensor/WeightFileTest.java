package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeightFileTest {
    private static final String DICTIONARY = "\u0080\u0002ccollections\nOrderedDict\n)R";

    @TempDir Path folder;

    /**
     * state_dict.pth is torch.save (torch 2.13) of an OrderedDict: "a.weight" float32 (2, 3),
     * "a.bias" float64 (2), "count" an int64 scalar, "b.half" float16 (2), "turned" = a.weight.t().
     */
    @Test
    void aStateDictSavedByPyTorchIsRead() throws IOException {
        Path file = folder.resolve("weights.pth");
        try (InputStream in = WeightFileTest.class.getResourceAsStream("state_dict.pth")) {
            Files.copy(in, file);
        }

        Map<String, HostTensor> tensors = WeightFile.read(file);

        assertThat(tensors.keySet())
                .containsExactly("a.weight", "a.bias", "count", "b.half", "turned");
        assertThat(tensors.get("a.weight").floats()).containsExactly(1.5f, -2, 0.25f, 4, 5, 6);
        assertThat(tensors.get("a.weight").shape()).containsExactly(2, 3);
        assertThat(tensors.get("a.bias").type()).isEqualTo(ElementType.F64);
        assertThat(tensors.get("a.bias").doubles()).containsExactly(0.5, -0.5);
        assertThat(tensors.get("count").shape()).isEmpty();
        assertThat(tensors.get("count").doubles()).containsExactly(7);
        assertThat(tensors.get("b.half").floats()).containsExactly(1, -0.75f);
        assertThat(tensors.get("turned").shape()).containsExactly(3, 2);
        assertThat(tensors.get("turned").floats()).containsExactly(1.5f, 4, -2, 5, 0.25f, 6);
    }

    @Test
    void safeTensorsAreReadWhateverTheName() throws IOException {
        Map<String, HostTensor> tensors = Map.of("w", HostTensor.of(new float[] {1, 2}, 2));
        Path file = folder.resolve("weights.pth");
        Files.write(file, new SafeTensors(tensors, Map.of()).toBytes());

        assertThat(WeightFile.read(file)).isEqualTo(tensors);
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of("cposix\nsystem\n(X\4\0\0\0truetR.", "it wants to call posix.system"),
                Arguments.of("cbuiltins\neval\n)R.", "it wants to call builtins.eval"),
                Arguments.of("ccollections\nOrderedDict\n)RX\1\0\0\0aK\1s.", "entry a is no array"),
                Arguments.of("}q\0h\0K\1sh\0K\1s.", "a key that is no text"), // itself
                Arguments.of("i", "instruction 0x69"),
                Arguments.of("q", "malformed"),
                Arguments.of("K", "malformed"),
                Arguments.of("h\7", "recalls what it never kept"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aPickleThatIsMoreThanAStateDictIsRefusedAndNothingIsRun(String program, String reason)
            throws IOException {
        Path file = archive("\u0080\u0002" + program);

        assertThatThrownBy(() -> WeightFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights.pth")
                .hasMessageContaining(reason);
    }

    /** Offset, extent and stride of an array over two numbers. */
    static Stream<Arguments> views() {
        String beyond = "a reaches beyond the 8 bytes";
        String negative = "none may be negative";
        return Stream.of(
                Arguments.of(0, 3, 1, beyond),
                Arguments.of(2, 1, 1, beyond),
                Arguments.of(1L << 62, 1, 1, beyond), // times 4 bytes is 0 again
                Arguments.of(0, 1L << 62, 1L << 62, beyond),
                Arguments.of(Long.MAX_VALUE, 2, 1, beyond),
                Arguments.of(0, 1L << 40, 0, beyond), // more bytes than an array can have
                Arguments.of(-1, 1, 1, negative),
                Arguments.of(1, -2, 1, negative),
                Arguments.of(0, 2, -1, negative));
    }

    @ParameterizedTest
    @MethodSource("views")
    void anArrayThatDoesNotLieInItsStorageIsRefused(
            long offset, long extent, long stride, String reason) throws IOException {
        Path file = archive(dictionaryOfOne(offset, extent, stride));

        assertThatThrownBy(() -> WeightFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anArrayAtTheEndOfItsStorageAndOneThatRepeatsANumberAreRead() throws IOException {
        Path last = archive(dictionaryOfOne(1, 1, 1));
        assertThat(WeightFile.read(last).get("a").shape()).containsExactly(1);

        Path repeated = archive(dictionaryOfOne(1, 3, 0));
        assertThat(WeightFile.read(repeated).get("a").shape()).containsExactly(3);
    }

    /** "a", a view of the storage of two float32 numbers. */
    private static String dictionaryOfOne(long offset, long extent, long stride) {
        String storage = "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0" + "0NK\u0002tQ";
        String view = number(offset) + number(extent) + "\u0085" + number(stride) + "\u0085\u0089N";
        String array = "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + view + "tR";
        return DICTIONARY + "X\u0001\0\0\0a" + array + "s.";
    }

    /** An integer of eight bytes. */
    private static String number(long value) {
        StringBuilder text = new StringBuilder("\u008a\b");
        for (int i = 0; i < 8; i++) {
            text.append((char) (value >> 8 * i & 0xff));
        }
        return text.toString();
    }

    @Test
    void filesOfOtherKindsAreNamed() throws IOException {
        Path bare = Files.write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2, '.'});
        Path empty = folder.resolve("empty.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
            zip.putNextEntry(new ZipEntry("readme"));
        }

        assertThatThrownBy(() -> WeightFile.read(bare)).hasMessageContaining("before 1.6");
        assertThatThrownBy(() -> WeightFile.read(empty)).hasMessageContaining("without data.pkl");
    }

    /** A pickle, and one storage of two float32 numbers. */
    private Path archive(String pickle) throws IOException {
        Path file = folder.resolve("weights.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("weights/data.pkl"));
            zip.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
            zip.putNextEntry(new ZipEntry("weights/data/0"));
            zip.write(new byte[8]);
        }
        return file;
    }
}
