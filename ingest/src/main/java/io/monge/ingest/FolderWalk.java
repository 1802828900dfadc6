package io.monge.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images, archives and videos of a folder and its subfolders, folder by folder in order of
 * name, and the state each is in; or one archive or video alone. Holds the names of one folder, and
 * of those above it, at a time.
 *
 * <p>Links to files count as the file they lead to; links to folders are not followed (they may
 * lead in circles), except for the folder itself. Names that begin with a dot are left out: many
 * programs give them to files not yet complete.
 */
final class FolderWalk implements Iterator<FolderWalk.Step> {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

    private final Path root;
    private final Unreadable unreadable;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private @Nullable Step next;

    /**
     * A file on the way.
     *
     * @param name path within the folder
     */
    record Step(Path name, FileStamp stamp) {}

    /** Told of what is there and cannot be looked at. */
    @FunctionalInterface
    interface Unreadable {

        /**
         * @param name path within the folder
         */
        void skipped(Path name, IOException cause);
    }

    private FolderWalk(Path root, List<Path> first, Unreadable unreadable) {
        this.root = root;
        this.unreadable = unreadable;
        this.open.push(first.iterator());
    }

    /**
     * Begins a walk.
     *
     * @throws UncheckedIOException if the folder itself cannot be listed
     */
    static FolderWalk through(Path folder, Unreadable unreadable) {
        try {
            if (isManyImages(folder)) {
                Path archive = folder.toAbsolutePath();
                List<Path> alone = List.of(archive.getFileName());
                return new FolderWalk(archive.getParent(), alone, unreadable);
            }
            Path root = folder.toRealPath();
            return new FolderWalk(root, names(root, Path.of("")), unreadable);
        } catch (IOException e) {
            throw new UncheckedIOException("The image folder " + folder + " cannot be listed", e);
        }
    }

    /** Whether a path leads to an archive or a video, which is then read in place of a folder. */
    static boolean isManyImages(Path path) {
        return ImageNames.isOfMany(path) && Files.isRegularFile(path);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            if (open.peek().hasNext()) {
                next = step(open.peek().next()).orElse(null);
            } else {
                open.pop();
            }
        }
        return next != null;
    }

    @Override
    public Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Step found = next;
        next = null;
        return found;
    }

    private Optional<Step> step(Path name) {
        Path path = root.resolve(name);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                open.push(names(root, name).iterator());
                return Optional.empty();
            }
            if (!isLookedAt(path)) {
                return Optional.empty();
            }
            BasicFileAttributes target =
                    attributes.isSymbolicLink()
                            ? Files.readAttributes(path, BasicFileAttributes.class)
                            : attributes;
            return target.isRegularFile()
                    ? Optional.of(new Step(name, FileStamp.of(target)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            LOG.debug("{} vanished; left out of this look", path, e);
            return Optional.empty();
        } catch (IOException e) {
            unreadable.skipped(name, e);
            return Optional.empty();
        }
    }

    /** What a folder holds, in order. */
    private static List<Path> names(Path root, Path folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    names.add(folder.resolve(entry.getFileName()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    private static boolean isLookedAt(Path path) {
        return ImageNames.isImage(path.toString()) || ImageNames.isOfMany(path);
    }
}
