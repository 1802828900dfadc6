package io.monge.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last k checkpoints of one training, each a file that is either whole or not there.
 *
 * <p>Beside the newest k it keeps the newest that is confirmed by enough further iterations, and
 * the one that will be next. What was saved before a return to an earlier iteration, and is later
 * than that, is an abandoned branch: as good as gone, and gone after the next save.
 *
 * <p>A checkpoint is written beside the others, forced to the disk, then renamed, then the
 * directory is forced: a crash at any point leaves the old ones and at most a leftover, which the
 * next start removes. The name carries the sequence number and the SHA-256 of the content; a file
 * that no longer matches its name, or cannot be read, is set aside as {@code .damaged} and the one
 * before it is used. A lock keeps a second trainer out.
 *
 * <p>Owned by the training thread; whoever opens it closes it.
 */
final class CheckpointDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
    private static final String WRITING = ".writing";
    private static final String DAMAGED = ".damaged";

    private final Path directory;
    private final int keep;
    private final long confirmAfter;
    private final FileChannel lock;
    private long nextSequence;

    private CheckpointDirectory(Path directory, int keep, long confirmAfter, FileChannel lock) {
        this.directory = directory;
        this.keep = keep;
        this.confirmAfter = confirmAfter;
        this.lock = lock;
    }

    /**
     * Opens the directory, creating it if necessary, and removes what a crash has left half
     * written.
     *
     * @param keep newest ones kept in any case
     * @param confirmAfter iterations after which a checkpoint is one to go back to
     * @throws IllegalStateException if another trainer uses it
     * @throws UncheckedIOException if it cannot be written
     */
    static CheckpointDirectory open(Path directory, int keep, long confirmAfter) {
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            CheckpointDirectory opened =
                    new CheckpointDirectory(directory, keep, confirmAfter, lock);
            for (Path leftover : opened.endingWith(WRITING)) {
                LOG.info("Removing {}, left by an interrupted save", leftover);
                Files.delete(leftover);
            }
            opened.nextSequence =
                    opened.newestFirst().stream()
                            .findFirst()
                            .map(newest -> newest.sequence() + 1)
                            .orElse(0L);
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
        Path writing = directory.resolve(nextSequence + WRITING);
        try {
            Path file = directory.resolve(CheckpointFile.write(checkpoint, nextSequence, writing));
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            nextSequence++;
            removeOld();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the checkpoint " + writing, e);
        }
    }

    /**
     * Takes in a checkpoint from elsewhere, as durably as {@link #save}.
     *
     * @param name under which it was saved
     * @param content writes it to a file
     * @param check throws if it is of no use here; then nothing has changed either
     * @return whether it is what its name says; if not, nothing has changed
     * @throws IllegalStateException if it is of another version of Monge
     */
    boolean adopt(String name, Consumer<Path> content, Consumer<Checkpoint> check) {
        Path writing = directory.resolve(name + WRITING);
        try {
            content.accept(writing);
            if (!CheckpointFile.isNamed(name, writing)) {
                return false;
            }
            check.accept(read(writing, name));
            try (FileChannel channel = FileChannel.open(writing, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Path file = directory.resolve(name);
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            nextSequence = Math.max(nextSequence, new CheckpointFile(file).sequence() + 1);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the checkpoint " + writing, e);
        } finally {
            remove(writing);
        }
    }

    /** What remains is removed by the next start. */
    private static void remove(Path writing) {
        try {
            Files.deleteIfExists(writing);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", writing, e.toString());
        }
    }

    /**
     * The newest checkpoint that is whole; nothing if there has never been one.
     *
     * @throws IllegalStateException if there are some but none can be used: to start anew without a
     *     word would throw the training away
     */
    Optional<Checkpoint> latest() {
        return newestUpTo(Long.MAX_VALUE);
    }

    /**
     * The newest whole checkpoint of this iteration or an earlier one; if there is none, the oldest
     * later one.
     *
     * @throws IllegalStateException as {@link #latest}
     */
    Optional<Checkpoint> newestUpTo(long iteration) {
        Set<CheckpointFile> damaged = new HashSet<>();
        try {
            while (true) {
                List<CheckpointFile> files = branchWithout(damaged).wantedFor(iteration);
                if (files.isEmpty()) {
                    requireNoneDamaged(damaged);
                    return Optional.empty();
                }
                Optional<Checkpoint> found = readIfWhole(files.get(0));
                if (found.isPresent()) {
                    return found;
                }
                damaged.add(files.get(0));
                setAside(files.get(0).path());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoints in " + directory, e);
        }
    }

    /** Those that an earlier start has set aside count too: it was refused, and so is the next. */
    private void requireNoneDamaged(Set<CheckpointFile> damaged) throws IOException {
        if (!damaged.isEmpty() || !endingWith(DAMAGED).isEmpty()) {
            throw new IllegalStateException(
                    "All checkpoints in %s are damaged; move the directory away to start anew"
                            .formatted(directory));
        }
    }

    private static Optional<Checkpoint> readIfWhole(CheckpointFile file) {
        try {
            if (file.isWhole()) {
                return Optional.of(read(file.path(), file.path().toString()));
            }
            LOG.warn(
                    "The checkpoint {} is damaged: its SHA-256 is not the one in its name",
                    file.path());
        } catch (IOException e) {
            LOG.warn("The checkpoint {} cannot be read: {}", file.path(), e.toString());
        }
        return Optional.empty();
    }

    private static Checkpoint read(Path content, String name) throws IOException {
        try {
            return new CheckpointFile(content).read();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The checkpoint %s is of another version of Monge: %s"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private static void setAside(Path file) {
        try {
            Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The checkpoint {} could not be set aside: {}", file, e.toString());
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
        List<CheckpointFile> needed = branchWithout(Set.of()).needed(keep, confirmAfter);
        for (CheckpointFile file : newestFirst()) {
            if (!needed.contains(file)) {
                Files.delete(file.path());
            }
        }
    }

    private CheckpointBranch branchWithout(Set<CheckpointFile> damaged) throws IOException {
        return CheckpointBranch.of(
                newestFirst().stream().filter(file -> !damaged.contains(file)).toList());
    }

    private List<CheckpointFile> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(CheckpointFile::isOne)
                    .map(CheckpointFile::new)
                    .sorted(Comparator.comparingLong(CheckpointFile::sequence).reversed())
                    .toList();
        }
    }

    private List<Path> endingWith(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix)).toList();
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
