package io.monge.launcher.command;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears under its name whole or not at all. One thread. */
final class PartialFile implements Closeable {

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream stream;

    PartialFile(Path target) throws IOException {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) { // a link to one counts, which some Javas refuse to create
            Files.createDirectories(folder);
        }
        this.partial = folder.resolve("." + target.getFileName() + ".part");
        this.channel =
                FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    OutputStream stream() {
        return stream;
    }

    /** Everything has been written: the file gets its name. */
    void publish() throws IOException {
        stream.flush();
        channel.force(true);
        channel.close();
        Files.move(
                partial,
                target,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Without {@link #publish} nothing is left behind. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(partial);
    }
}
