package io.monge.launcher.docs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments behind the keys of a YAML file, by dotted path. A comment goes on in lines that hold
 * nothing else; a key that is commented out with a comment behind it counts as a key.
 */
final class YamlComments {
    private static final Pattern KEY =
            Pattern.compile("(\\s*)(# )?([A-Za-z]\\w*):(?:\\s[^#]*|\\s*)(?:#\\s*(.*))?");
    private static final Pattern MORE = Pattern.compile("\\s{12,}#\\s*(.*)");

    private final Map<String, String> comments = new LinkedHashMap<>();
    private final Deque<Level> open = new ArrayDeque<>();

    /** A key and the column it begins in. */
    private record Level(int column, String path) {}

    YamlComments(String yaml) {
        String last = "";
        for (String line : yaml.split("\n")) {
            Matcher more = MORE.matcher(line);
            Matcher key = KEY.matcher(line);
            if (more.matches()) {
                comments.merge(last, more.group(1), (first, rest) -> first + " " + rest);
            } else if (key.matches() && (key.group(2) == null || key.group(4) != null)) {
                last = enter(key.group(1).length(), key.group(3));
                if (key.group(4) != null) {
                    comments.put(last, key.group(4).trim());
                }
            }
        }
    }

    Optional<String> of(String path) {
        return Optional.ofNullable(comments.get(path));
    }

    private String enter(int column, String key) {
        while (!open.isEmpty() && open.getLast().column() >= column) {
            open.removeLast();
        }
        String path = open.isEmpty() ? key : open.getLast().path() + "." + key;
        open.addLast(new Level(column, path));
        return path;
    }
}
