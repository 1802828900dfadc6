package io.monge.ot.tensor;

import io.monge.ot.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Weights that a user brings, by state-dict name: SafeTensors, or PyTorch's {@code .pth} and {@code
 * .pt} (a zip archive with a pickle of a plain state dict). The content decides, not the name.
 */
public final class WeightFile {
    private WeightFile() {}

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is neither, or holds more than a plain state dict
     */
    public static Map<String, HostTensor> read(Path file) throws IOException {
        return open(file).tensors();
    }

    /** The same with what the file says about them: nothing, if it is PyTorch's. */
    public static SafeTensors open(Path file) throws IOException {
        byte[] head = new byte[2];
        int count;
        try (InputStream in = Files.newInputStream(file)) {
            count = in.readNBytes(head, 0, 2);
        }
        if (count == 2 && head[0] == 'P' && head[1] == 'K') {
            return new SafeTensors(TorchArchive.read(file), Map.of());
        }
        if (count == 2 && (head[0] & 0xff) == 0x80) {
            throw new IllegalArgumentException(
                    file
                            + " is a bare pickle of PyTorch before 1.6: save it again, or as"
                            + " SafeTensors");
        }
        return SafeTensors.read(file);
    }
}
