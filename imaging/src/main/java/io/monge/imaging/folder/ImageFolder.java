package io.monge.imaging.folder;

import io.monge.imaging.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The PNG and JPEG files of a folder and its sub-folders, by name; any letter case of the ending,
 * hidden files left out.
 *
 * @param path of the folder
 */
public record ImageFolder(Path path) {
    private static final Set<ImageFormat> PHOTOGRAPHS = Set.of(ImageFormat.PNG, ImageFormat.JPEG);

    /**
     * The files in order of their path.
     *
     * @throws MissingImagesException if the folder does not exist or holds no image
     */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new MissingImagesException("There is no folder '%s'.".formatted(path));
        }
        List<Path> places = places(path, PHOTOGRAPHS::contains);
        if (places.isEmpty()) {
            throw new MissingImagesException(
                    "The folder '%s' holds no PNG or JPEG file.".formatted(path));
        }
        return places.stream().map(path::resolve).toList();
    }

    /**
     * Where images lie below a folder, in order: files whose endings stand for a format; hidden
     * ones, and what hidden folders hold, are left out.
     *
     * @param folder may be a link to one
     * @param formats which are wanted
     * @return paths from the folder on
     */
    public static List<Path> places(Path folder, Predicate<ImageFormat> formats)
            throws IOException {
        Path root = folder.toRealPath(); // a walk does not follow the link it begins with
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(place -> !isHidden(place) && format(place).filter(formats).isPresent())
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path place) {
        for (Path name : place) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<ImageFormat> format(Path place) {
        String name = place.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : ImageFormat.ofEnding(name.substring(dot + 1));
    }

    /** The name without its ending. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
