package io.monge.ingest.video;

import java.util.Locale;
import java.util.Set;

/** Which files are looked at as videos; what they hold the bytes decide. */
public final class VideoNames {

    private static final Set<String> ENDINGS =
            Set.of(
                    "mp4", "m4v", "mov", "3gp", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "m2ts",
                    "mts");

    private VideoNames() {}

    /** Whether a name ends like that of a video, in any letter case. */
    public static boolean isVideo(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
