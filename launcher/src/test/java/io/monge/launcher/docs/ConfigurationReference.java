package io.monge.launcher.docs;

import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Setup;
import io.monge.runtime.config.SealedTypes;
import io.monge.runtime.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code docs/CONFIGURATION.md}: keys and what they take from the configuration's records, values
 * from {@code defaults.yaml}, and what they mean from the comments there; where it has none, from
 * the records' Javadoc.
 */
final class ConfigurationReference {
    private static final String CONFIG = "launcher/src/main/resources/config/";

    private final SourceDocs docs;
    private final YamlComments comments =
            new YamlComments(Repository.text(CONFIG + "defaults.yaml"));
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Set<Class<?>> choices = new LinkedHashSet<>();
    private final Map<Class<?>, Class<?>> shown = new HashMap<>();
    private final List<String> silent = new ArrayList<>();
    private MarkdownTable table = new MarkdownTable();
    private final StringBuilder text = new StringBuilder();

    ConfigurationReference(SourceDocs docs) {
        this.docs = docs;
        List<Setting> settings =
                new Setup(List.of(), Map.of())
                        .load(new CommonOptions(), Optional.empty(), List.of())
                        .settings();
        settings.forEach(setting -> defaults.put(setting.path(), setting.value()));
        text.append(Repository.resource("configuration.md").replace("PRESETS\n", presets()));
        for (RecordComponent component : MongeConfig.class.getRecordComponents()) {
            section(component);
        }
        choices();
    }

    String markdown() {
        return text.toString();
    }

    /** Keys nobody has said a word about. */
    List<String> silent() {
        return silent;
    }

    private static String presets() {
        return Setup.presetNames().stream()
                .map(
                        name ->
                                "| [`%s`](../%spresets/%s.yaml) | %s |\n"
                                        .formatted(name, CONFIG, name, aboutPreset(name)))
                .collect(Collectors.joining());
    }

    private static String aboutPreset(String name) {
        return Repository.text(CONFIG + "presets/" + name + ".yaml")
                .lines()
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "));
    }

    private void section(RecordComponent component) {
        String path = component.getName();
        text.append("\n## `").append(path).append("`\n\n");
        table = new MarkdownTable("Key", "Takes", "Default", "Meaning");
        if (!Accepted.of(component).isRecord()) {
            row(path, component);
            text.append(table);
            return;
        }
        String about =
                comments.of(path).or(() -> docs.component(MongeConfig.class, path)).orElse("");
        text.append(capital(about)).append(".\n\n");
        keys(component.getType(), path);
        text.append(table);
    }

    private void keys(Class<?> record, String path) {
        for (RecordComponent component : record.getRecordComponents()) {
            String below = path + "." + component.getName();
            Accepted accepted = Accepted.of(component);
            if (accepted.several() || !(accepted.isRecord() || accepted.isSealed())) {
                row(below, component);
                continue;
            }
            if (accepted.isSealed()) {
                choice(below, component);
                keys(accepted.choices().get(defaults.get(below + ".type")), below);
                continue;
            }
            comments.of(below)
                    .or(() -> docs.component(record, component.getName()))
                    .ifPresent(about -> table.row("*`" + below + "`*", "keys below", "", about));
            keys(accepted.type(), below);
        }
    }

    private void row(String path, RecordComponent component) {
        Accepted accepted = Accepted.of(component);
        String value = defaults.getOrDefault(path, "");
        String shown = value.isEmpty() ? "" : "`" + value + "`";
        if (accepted.isRecord() || accepted.isSealed()) {
            shown = "in [defaults.yaml](../" + CONFIG + "defaults.yaml)";
        }
        table.row("`" + path + "`", taken(accepted), shown, meaning(path, component));
    }

    private void choice(String path, RecordComponent component) {
        String value = "`" + defaults.get(path + ".type") + "`";
        String type = "a type of " + taken(Accepted.of(component));
        table.row("`" + path + ".type`", type, value, meaning(path, component));
    }

    private String meaning(String path, RecordComponent component) {
        return comments.of(path).orElseGet(() -> said(path, component));
    }

    private String said(String path, RecordComponent component) {
        Optional<String> about =
                docs.component(component.getDeclaringRecord(), component.getName());
        if (about.isEmpty()) {
            silent.add(path);
        }
        return about.orElse("");
    }

    private void choices() {
        text.append("\n## Types to choose from\n\n");
        text.append(Repository.resource("types.md"));
        List<Class<?>> done = new ArrayList<>();
        while (done.size() < choices.size()) {
            Class<?> next = List.copyOf(choices).get(done.size());
            done.add(next);
            text.append("\n### ").append(next.getSimpleName()).append("\n\n");
            text.append(docs.summary(next).orElse("")).append(".\n");
            if (shown.containsKey(next)) {
                text.append("The keys of that type of %s.\n".formatted(link(shown.get(next))));
            } else if (next.isRecord()) {
                variant(next);
            } else {
                new TreeMap<>(SealedTypes.of(next))
                        .forEach((name, record) -> variant(next, name, record));
            }
        }
    }

    private void variant(Class<?> choice, String name, Class<?> record) {
        Class<?> first = shown.putIfAbsent(record, choice);
        if (first != null) {
            text.append("\n**`type: %s`**: as in %s.\n".formatted(name, link(first)));
            return;
        }
        text.append("\n**`type: ").append(name).append("`** ");
        text.append(docs.summary(record).orElse("")).append(".\n");
        variant(record);
    }

    private void variant(Class<?> record) {
        if (record.getRecordComponents().length == 0) {
            return;
        }
        MarkdownTable table = new MarkdownTable("Key", "Takes", "Meaning");
        for (RecordComponent component : record.getRecordComponents()) {
            String about = said(record.getSimpleName() + "." + component.getName(), component);
            table.row("`" + component.getName() + "`", taken(Accepted.of(component)), about);
        }
        text.append('\n').append(table);
    }

    private String taken(Accepted accepted) {
        if (!accepted.isRecord() && !accepted.isSealed()) {
            return accepted.text();
        }
        choices.add(accepted.type());
        return (accepted.several() ? "list of " : "") + link(accepted.type());
    }

    private static String link(Class<?> type) {
        String name = type.getSimpleName();
        return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
