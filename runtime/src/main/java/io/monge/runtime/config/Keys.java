package io.monge.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Paths of keys, and the sentence for one that does not exist. */
final class Keys {

    private Keys() {}

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static InvalidConfigException unknown(
            String path, String key, String origin, Collection<String> known) {
        return new InvalidConfigException(
                "The key '%s' (%s) does not exist: %s."
                        .formatted(join(path, key), origin, suggestion(path, key, known)));
    }

    private static String suggestion(String path, String key, Collection<String> known) {
        if (known.isEmpty()) {
            return "'" + path + "' has no keys";
        }
        String nearest =
                known.stream()
                        .min(Comparator.comparingInt(name -> distance(name, key)))
                        .orElseThrow();
        String all = "allowed are " + String.join(", ", known);
        boolean near = distance(nearest, key) <= Math.max(2, key.length() / 3);
        return near ? "did you mean '" + join(path, nearest) + "'? " + capital(all) : all;
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /**
     * Levenshtein's distance, without regard to case and to the underscores and hyphens other
     * spellings use.
     */
    private static int distance(String a, String b) {
        String left = plain(a);
        String right = plain(b);
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced =
                        previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }

    private static String plain(String key) {
        return key.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
