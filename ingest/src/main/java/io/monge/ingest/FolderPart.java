package io.monge.ingest;

import it.unimi.dsi.fastutil.HashCommon;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a folder that have no image in common, about equally large.
 *
 * @param number from 1
 * @param of how many
 */
record FolderPart(int number, int of) {

    static final FolderPart ALL = new FolderPart(1, 1);

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

    /**
     * Reads {@code 1/2}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static FolderPart parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(1)) > Integer.parseInt(form.group(2))) {
            throw new IllegalArgumentException(
                    "part is '%s', must be such as 1/2: the first of two".formatted(text));
        }
        return new FolderPart(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Whether an image belongs to it; its name alone decides, for ever. */
    boolean has(String image) {
        return Math.floorMod(HashCommon.murmurHash3(image.hashCode()), of) == number - 1;
    }
}
