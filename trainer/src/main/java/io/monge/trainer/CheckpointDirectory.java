package io.monge.trainer;

import io.monge.ot.tensor.SafeTensors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last k checkpoints of one training, each a file that is either whole or not there.
 *
 * <p>A checkpoint is written beside the others, forced to the disk, then renamed, then the
 * directory is forced: a crash at any point leaves the old ones and at most a leftover, which the
 * next start removes. The name carries the sequence number and the SHA-256 of the content; a file
 * that no longer matches its name is set aside as {@code .damaged} and the one before it is used. A
 * lock keeps a second trainer out.
 *
 * <p>Owned by the training thread; whoever opens it closes it.
 */
final class CheckpointDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
    private static final String SUFFIX = ".safetensors";
    private static final String WRITING = ".writing";
    private static final int SEQUENCE_DIGITS = 12;

    private final Path directory;
    private final int keep;
    private final FileChannel lock;
    private long nextSequence;

    private CheckpointDirectory(Path directory, int keep, FileChannel lock) {
        this.directory = directory;
        this.keep = keep;
        this.lock = lock;
    }

    /**
     * Opens the directory, creating it if necessary, and removes what a crash has left half
     * written.
     *
     * @throws IllegalStateException if another trainer uses it
     * @throws UncheckedIOException if it cannot be written
     */
    static CheckpointDirectory open(Path directory, int keep) {
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            CheckpointDirectory opened = new CheckpointDirectory(directory, keep, lock);
            for (Path leftover : opened.filesEndingIn(WRITING)) {
                LOG.info("Removing {}, left by an interrupted save", leftover);
                Files.delete(leftover);
            }
            opened.nextSequence =
                    opened.filesEndingIn(SUFFIX).stream()
                            .mapToLong(file -> sequence(file) + 1)
                            .max()
                            .orElse(0);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory + " for checkpoints", e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is locked by this process", file);
        }
        channel.close();
        throw new IllegalStateException(
                "Another trainer uses the checkpoints in " + directory + "; give each its own");
    }

    /**
     * Saves durably: when this returns, a power cut cannot take the checkpoint away.
     *
     * @throws UncheckedIOException if the disk refuses; the older checkpoints are untouched
     */
    Path save(Checkpoint checkpoint) {
        Path writing = directory.resolve(padded(nextSequence) + WRITING);
        try {
            byte[] digest = write(CheckpointFormat.encode(checkpoint), writing);
            String name = padded(nextSequence) + "-" + HexFormat.of().formatHex(digest) + SUFFIX;
            Path file = directory.resolve(name);
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            nextSequence++;
            removeOld();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the checkpoint " + writing, e);
        }
    }

    /** The newest checkpoint that is whole. */
    Optional<Checkpoint> latest() {
        try {
            for (Path file : newestFirst()) {
                Optional<Checkpoint> checkpoint = read(file);
                if (checkpoint.isPresent()) {
                    return checkpoint;
                }
                Path aside = file.resolveSibling(file.getFileName() + ".damaged");
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoints in " + directory, e);
        }
    }

    private static Optional<Checkpoint> read(Path file) throws IOException {
        if (!digestInName(file).equals(HexFormat.of().formatHex(digestOf(file)))) {
            LOG.warn("The checkpoint {} is damaged: its SHA-256 is not the one in its name", file);
            return Optional.empty();
        }
        try {
            return Optional.of(CheckpointFormat.decode(SafeTensors.read(file)));
        } catch (IllegalArgumentException e) {
            LOG.warn("The checkpoint {} cannot be used: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] write(SafeTensors content, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var digesting =
                    new DigestOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16),
                            sha256());
            content.writeTo(digesting);
            digesting.flush();
            channel.force(true);
            return digesting.getMessageDigest().digest();
        }
    }

    private static byte[] digestOf(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        }
    }

    /** Makes the rename itself durable; not every system lets a directory be opened. */
    private void forceDirectory() throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void removeOld() throws IOException {
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            Files.delete(old);
        }
    }

    private List<Path> newestFirst() throws IOException {
        return filesEndingIn(SUFFIX).stream()
                .sorted(Comparator.comparingLong(CheckpointDirectory::sequence).reversed())
                .toList();
    }

    private List<Path> filesEndingIn(String suffix) throws IOException {
        String name = "\\d{" + SEQUENCE_DIGITS + "}(-[0-9a-f]{64})?\\" + suffix;
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).toList();
        }
    }

    private static long sequence(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, SEQUENCE_DIGITS));
    }

    private static String digestInName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(SEQUENCE_DIGITS + 1, name.length() - SUFFIX.length());
    }

    private static String padded(long sequence) {
        return ("%0" + SEQUENCE_DIGITS + "d").formatted(sequence);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the lock on " + directory, e);
        }
    }
}
