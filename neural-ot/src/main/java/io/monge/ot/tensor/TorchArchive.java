package io.monge.ot.tensor;

import io.monge.ot.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads what {@code torch.save(model.state_dict(), file)} writes: a zip archive with one pickle and
 * one entry for each storage. Nothing in it is trusted and nothing of it is run, see {@link
 * StateDictPickle}.
 */
final class TorchArchive {
    private static final String PICKLE = "/data.pkl";
    private static final int MOST_PICKLE = 64 << 20;

    private TorchArchive() {}

    static Map<String, HostTensor> read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String pickle =
                    Collections.list(zip.entries()).stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(PICKLE))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    file + " is a zip archive without data.pkl"));
            String folder = pickle.substring(0, pickle.length() - PICKLE.length());
            requireLittleEndian(zip, folder, file);
            Map<String, StateDictPickle.TensorView> views =
                    new StateDictPickle(bytes(zip, pickle, MOST_PICKLE), file).read();
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            for (var entry : views.entrySet()) {
                StateDictPickle.TensorView view = entry.getValue();
                String storage = folder + "/data/" + view.storage();
                byte[] data = bytes(zip, storage, Integer.MAX_VALUE - 8);
                tensors.put(entry.getKey(), tensor(entry.getKey(), view, data));
            }
            return tensors;
        }
    }

    private static void requireLittleEndian(ZipFile zip, String folder, Path file)
            throws IOException {
        ZipEntry order = zip.getEntry(folder + "/byteorder");
        if (order != null) {
            String text = new String(bytes(zip, order.getName(), 16));
            if (!text.strip().equals("little")) {
                throw new IllegalArgumentException(file + " is big-endian, must be little-endian");
            }
        }
    }

    private static byte[] bytes(ZipFile zip, String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.getSize() > most) {
            throw new IllegalArgumentException(
                    entry == null
                            ? "The archive has no entry " + name
                            : "%s has %d bytes, at most %d are read"
                                    .formatted(name, entry.getSize(), most));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Copies element by element: a view may be transposed or share its storage. */
    private static HostTensor tensor(String name, StateDictPickle.TensorView view, byte[] data) {
        int width = view.type().bytes();
        int length = length(name, view, data.length);
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < length / width; i++) {
            out.put(data, (int) (position(i, view) * width), width);
        }
        return HostTensor.ofBytes(view.type(), view.shape(), out.array());
    }

    /** Bytes of all elements together; each of them lies in the storage, or the view is refused. */
    private static int length(String name, StateDictPickle.TensorView view, int stored) {
        requireNoneNegative(name, view);
        long[] shape = view.shape();
        int width = view.type().bytes();
        try {
            long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            long last = view.offset();
            for (int axis = 0; axis < shape.length && size > 0; axis++) {
                long most = Math.multiplyExact(shape[axis] - 1, view.strides()[axis]);
                last = Math.addExact(last, most);
            }
            if (size > 0 && last >= stored / width) {
                throw beyond(name, stored);
            }
            return Math.toIntExact(Math.multiplyExact(size, width));
        } catch (ArithmeticException e) {
            throw beyond(name, stored);
        }
    }

    private static void requireNoneNegative(String name, StateDictPickle.TensorView view) {
        LongStream numbers =
                LongStream.concat(Arrays.stream(view.shape()), Arrays.stream(view.strides()));
        if (view.offset() < 0 || numbers.anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException(
                    "%s starts at %d with shape %s and strides %s, none may be negative"
                            .formatted(
                                    name,
                                    view.offset(),
                                    Arrays.toString(view.shape()),
                                    Arrays.toString(view.strides())));
        }
    }

    private static IllegalArgumentException beyond(String name, int stored) {
        return new IllegalArgumentException(
                "%s reaches beyond the %d bytes of its storage".formatted(name, stored));
    }

    /** Where the i-th element in row-major order lies, in elements. */
    private static long position(long i, StateDictPickle.TensorView view) {
        long position = view.offset();
        long rest = i;
        for (int axis = view.shape().length - 1; axis >= 0; axis--) {
            position += rest % view.shape()[axis] * view.strides()[axis];
            rest /= view.shape()[axis];
        }
        return position;
    }
}
