package io.monge.runtime.config;

import io.monge.runtime.config.Node.Branch;
import io.monge.runtime.config.Node.Leaf;
import io.monge.runtime.config.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The merged tree as a flat list for people. */
final class Settings {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|secret|token|jaas|credential|private|api.?key).*");

    /** Of an address such as {@code https://user:password@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@,\\s]*@");

    private static final String STARS = "********";

    private final List<Setting> settings = new ArrayList<>();

    private Settings() {}

    static List<Setting> of(Branch tree) {
        Settings settings = new Settings();
        settings.add("", tree);
        return List.copyOf(settings.settings);
    }

    private void add(String path, Node node) {
        if (node instanceof Branch branch) {
            branch.children().forEach((key, child) -> add(Keys.join(path, key), child));
        } else {
            settings.add(new Setting(path, shown(path, node), node.origin()));
        }
    }

    private static String shown(String path, Node node) {
        String text = textOf(node);
        return !text.isEmpty() && SECRET.matcher(path).matches()
                ? STARS
                : CREDENTIALS.matcher(text).replaceAll("//" + STARS + "@");
    }

    private static String textOf(Node node) {
        if (node instanceof Leaf leaf) {
            return leaf.text();
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream()
                    .map(Settings::textOf)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return ((Branch) node)
                .children().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + textOf(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
