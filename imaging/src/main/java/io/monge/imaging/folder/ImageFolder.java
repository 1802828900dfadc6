package io.monge.imaging.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The PNG and JPEG files of a folder and its sub-folders, by name; any letter case of the ending,
 * hidden files left out.
 *
 * @param path of the folder
 */
public record ImageFolder(Path path) {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg");

    /**
     * The files in order of their path.
     *
     * @throws MissingImagesException if the folder does not exist or holds no image
     */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new MissingImagesException("There is no folder '%s'.".formatted(path));
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(ImageFolder::isImage).sorted().toList();
            if (files.isEmpty()) {
                throw new MissingImagesException(
                        "The folder '%s' holds no PNG or JPEG file.".formatted(path));
            }
            return files;
        }
    }

    /** The name without its ending. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(ending) && Files.isRegularFile(file);
    }
}
