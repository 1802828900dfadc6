package io.monge.ot.benchmark;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Reads numpy's {@code .npz}: little-endian float32 and float64 arrays in C order. */
final class NpzFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER =
            Pattern.compile(
                    "\\{'descr': '(<f[48])', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

    private final Map<String, Array> arrays;
    private final Path path;

    private NpzFile(Map<String, Array> arrays, Path path) {
        this.arrays = arrays;
        this.path = path;
    }

    private record Array(int[] shape, float[] values) {}

    static NpzFile read(Path path) throws IOException {
        Map<String, Array> arrays = new LinkedHashMap<>();
        if (!Files.isReadable(path)) {
            throw new IOException("%s does not exist or may not be read".formatted(path));
        }
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replaceFirst("[.]npy$", "");
                arrays.put(name, array(zip.readAllBytes(), path + ": " + name));
            }
        } catch (ZipException | EOFException e) {
            throw new IOException(
                    "%s is damaged or cut short: %s".formatted(path, e.getMessage()), e);
        }
        if (arrays.isEmpty()) {
            throw new IOException(path + " is no .npz archive: it holds no array");
        }
        return new NpzFile(arrays, path);
    }

    private static Array array(byte[] bytes, String what) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new IOException(what + " is no numpy array");
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        if (version > 1) {
            length |= Short.toUnsignedInt(Short.reverseBytes(in.readShort())) << 16;
        }
        String header = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new IOException(
                    "%s is %s, must be float32 or float64, little-endian, in C order"
                            .formatted(what, header.strip()));
        }
        int[] shape =
                Arrays.stream(matcher.group(2).split(","))
                        .map(String::strip)
                        .filter(extent -> !extent.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
        return new Array(shape, floats(in.readAllBytes(), matcher.group(1), shape, what));
    }

    private static float[] floats(byte[] data, String type, int[] shape, String what)
            throws IOException {
        int width = type.equals("<f4") ? 4 : 8;
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (data.length != (long) width * size) {
            throw new IOException(
                    "%s has %d bytes, its shape %s needs %d"
                            .formatted(
                                    what,
                                    data.length,
                                    Arrays.toString(shape),
                                    (long) width * size));
        }
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = width == 4 ? buffer.getFloat() : (float) buffer.getDouble();
        }
        return values;
    }

    /**
     * @throws IllegalArgumentException if there is no such (n, d) array
     */
    float[][] rows(String name) {
        Array array = get(name);
        if (array.shape().length != 2 || array.shape()[0] == 0 || array.shape()[1] == 0) {
            throw new IllegalArgumentException(
                    "%s: %s has shape %s, must be (n, d)"
                            .formatted(path, name, Arrays.toString(array.shape())));
        }
        int dim = array.shape()[1];
        float[][] rows = new float[array.shape()[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(array.values(), i * dim, (i + 1) * dim);
        }
        return rows;
    }

    private Array get(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "%s has no array %s, only %s".formatted(path, name, arrays.keySet()));
        }
        return array;
    }
}
