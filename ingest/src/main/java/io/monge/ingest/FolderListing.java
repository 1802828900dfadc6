package io.monge.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images and archives of a folder and its subfolders, by their names, and the state each is in;
 * or one archive alone.
 *
 * <p>Links to files count as the file they lead to; links to folders are not followed (they may
 * lead in circles), except for the folder itself. Names that begin with a dot are left out: many
 * programs give them to files not yet complete.
 */
final class FolderListing extends SimpleFileVisitor<Path> {

    private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

    private final Path root;
    private final Map<Path, FileStamp> files = new TreeMap<>();

    private FolderListing(Path root) {
        this.root = root;
    }

    /**
     * Files by their path within the folder, in order of name.
     *
     * @throws UncheckedIOException if the folder itself cannot be listed
     */
    static Map<Path, FileStamp> of(Path folder) {
        try {
            if (isArchive(folder)) {
                return Map.of(folder.getFileName(), FileStamp.of(attributes(folder)));
            }
            FolderListing listing = new FolderListing(folder.toRealPath());
            Files.walkFileTree(listing.root, listing);
            return listing.files;
        } catch (IOException e) {
            throw new UncheckedIOException("The image folder " + folder + " cannot be listed", e);
        }
    }

    /** Whether a path leads to an archive, which is then read in place of a folder. */
    static boolean isArchive(Path path) {
        return ArchiveFormat.ofName(path).isPresent() && Files.isRegularFile(path);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        boolean leftOut = !path.equals(root) && isHidden(path);
        return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        try {
            BasicFileAttributes target =
                    attributes.isSymbolicLink() ? attributes(path) : attributes;
            if (target.isRegularFile() && !isHidden(path) && isLookedAt(path)) {
                files.put(root.relativize(path), FileStamp.of(target));
            }
            return FileVisitResult.CONTINUE;
        } catch (IOException e) {
            return skip(path, e);
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
        if (path.equals(root)) {
            throw e;
        }
        return skip(path, e);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static boolean isLookedAt(Path path) {
        return ImageNames.isImage(path.toString()) || ArchiveFormat.ofName(path).isPresent();
    }

    private static FileVisitResult skip(Path path, IOException e) {
        LOG.debug("{} vanished or cannot be read; left out of this listing", path, e);
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
