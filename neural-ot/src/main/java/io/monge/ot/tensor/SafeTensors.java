package io.monge.ot.tensor;

import io.monge.ot.HostTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Named arrays and string metadata in the open SafeTensors format, which PyTorch users read and
 * write with the {@code safetensors} package.
 *
 * @param tensors by name, in the file's order
 * @param metadata the header's {@code __metadata__}
 */
public record SafeTensors(Map<String, HostTensor> tensors, Map<String, String> metadata) {

    /** Bytes of the file format; equal input gives equal bytes. */
    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the file format piece by piece, so that it may exceed 2 GiB; leaves the stream open.
     */
    public void writeTo(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a SafeTensors file
     */
    public static SafeTensors of(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not a SafeTensors file
     */
    public static SafeTensors read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }
}
