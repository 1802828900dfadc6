package io.monge.ingest;

import io.monge.imaging.ImageFormat;
import io.monge.ingest.video.VideoNames;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which names are looked at, in folders and archives alike; what they hold the bytes decide. */
final class ImageNames {

    private ImageNames() {}

    /** Whether a name ends like that of an image, in any letter case. */
    static boolean isImage(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && ImageFormat.ofEnding(name.substring(dot + 1)).isPresent();
    }

    /** Whether a name ends like that of a file with many images in it: an archive or a video. */
    static boolean isOfMany(Path file) {
        return ArchiveFormat.ofName(file).isPresent() || VideoNames.isVideo(file.toString());
    }

    /**
     * Whether a name, or a folder on the way to it, begins with a dot: many programs give such
     * names to files not yet complete, or to what they know about others ({@code ._a.png}).
     *
     * @param path with slashes; {@code .} and {@code ..} are no names
     */
    static boolean isHidden(String path) {
        return Stream.of(path.split("/"))
                .anyMatch(name -> name.startsWith(".") && !name.equals(".") && !name.equals(".."));
    }
}
