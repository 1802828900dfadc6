package io.monge.imaging;

import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Samples of 8 bits in a file that nobody else sees; the system keeps of it what memory allows. */
final class MappedSamples extends DataBuffer {
    private final MappedByteBuffer bytes;

    private MappedSamples(MappedByteBuffer bytes) {
        super(TYPE_BYTE, bytes.capacity());
        this.bytes = bytes;
    }

    static MappedSamples of(int size) throws IOException {
        Path file = Files.createTempFile("monge-pixels", ".raw");
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            return new MappedSamples(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        }
    }

    /** Copies the first {@code length} bytes to the place. */
    void write(int at, byte[] from, int length) {
        bytes.put(at, from, 0, length);
    }

    @Override
    public int getElem(int bank, int i) {
        return bytes.get(i) & 0xFF;
    }

    @Override
    public void setElem(int bank, int i, int value) {
        bytes.put(i, (byte) value);
    }
}
