package io.monge.ingest.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name that no other process has while this one lives, and that the next one takes over when it
 * is dead: a UUID in a locked file. Whoever was killed is so replaced under its own name, which
 * ends its transaction at once rather than after its timeout.
 */
final class ProcessName implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessName.class);
    private static final int MOST = 64; // side by side on one machine

    private final String name;
    private final Optional<FileLock> lock;

    private ProcessName(String name, Optional<FileLock> lock) {
        this.name = name;
        this.lock = lock;
    }

    /**
     * The first name that is free.
     *
     * @param folder of the names, which are kept there; without one that can be written to, a name
     *     is nobody's again
     * @param work names of different works have nothing to do with each other
     */
    static ProcessName take(Path folder, String work) {
        String file = "monge-" + UUID.nameUUIDFromBytes(work.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < MOST; i++) {
            Path path = folder.resolve(file + "." + i);
            try {
                FileLock lock = locked(path);
                if (lock != null) {
                    return new ProcessName(kept(lock.channel()), Optional.of(lock));
                }
            } catch (IOException e) {
                LOG.debug("{} gives no name", path, e); // another user's, or not to be written
            }
        }
        LOG.warn(
                "{} takes no file for the name of this process, which gets one of its own", folder);
        return new ProcessName(UUID.randomUUID().toString(), Optional.empty());
    }

    String name() {
        return name;
    }

    private static @Nullable FileLock locked(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            return null; // of this very process, whose lock would go if this channel was closed
        }
    }

    private static String kept(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) { // new, or cut off when it was written
            String fresh = UUID.randomUUID().toString();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII)), 0);
            return fresh;
        }
    }

    /** Leaves the name to others. */
    @Override
    public void close() {
        lock.ifPresent(
                held -> {
                    try {
                        held.channel().close();
                    } catch (IOException e) {
                        LOG.warn("The name {} is kept until the process ends", name, e);
                    }
                });
    }
}
