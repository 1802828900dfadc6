package io.monge.ingest.video;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times within a video as names: milliseconds since its beginning ⇄ {@code 00:00:12.000}. */
public final class VideoTime {

    private static final Pattern FORM =
            Pattern.compile("(\\d{2,9}):([0-5]\\d):([0-5]\\d)\\.(\\d{3})");

    private VideoTime() {}

    public static String nameOf(long millis) {
        return "%02d:%02d:%02d.%03d"
                .formatted(
                        millis / 3_600_000,
                        millis / 60_000 % 60,
                        millis / 1000 % 60,
                        millis % 1000);
    }

    /** Milliseconds; empty if the name is of no such time. */
    public static OptionalLong millisOf(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        long minutes = Long.parseLong(form.group(1)) * 60 + Long.parseLong(form.group(2));
        long seconds = minutes * 60 + Long.parseLong(form.group(3));
        return OptionalLong.of(seconds * 1000 + Long.parseLong(form.group(4)));
    }
}
