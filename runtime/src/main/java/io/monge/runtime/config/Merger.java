package io.monge.runtime.config;

import io.monge.runtime.config.Layer.Spelling;
import io.monge.runtime.config.Node.Branch;
import io.monge.runtime.config.Node.Leaf;
import io.monge.runtime.config.Node.Sequence;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Lays one layer over the tree so far. The record types lead: they say which keys exist, how an
 * environment's spelling maps to them, and where a changed {@code type} makes the weaker layers'
 * keys meaningless. In the result keys are spelled as the record components.
 */
final class Merger {

    static final String TYPE = "type";

    private final Spelling spelling;

    Merger(Spelling spelling) {
        this.spelling = spelling;
    }

    void merge(Branch into, Branch layer, Class<?> root) {
        group(into, layer, root, "");
    }

    private void group(Branch into, Branch layer, Class<?> type, String path) {
        Class<?> record = type.isRecord() ? type : choose(into, layer, type, path);
        layer.children()
                .forEach(
                        (key, node) -> {
                            if (type.isRecord() || !spelling.matches(key, TYPE)) {
                                component(into, key, node, record, path);
                            }
                        });
    }

    private Class<?> choose(Branch into, Branch layer, Class<?> sealedType, String path) {
        Map<String, Class<?>> permitted = SealedTypes.of(sealedType);
        for (Map.Entry<String, Node> entry : layer.children().entrySet()) {
            if (spelling.matches(entry.getKey(), TYPE)) {
                replaceType(into, entry.getValue(), path, permitted);
            }
        }
        if (into.children().get(TYPE) instanceof Leaf chosen) {
            return permitted.get(chosen.text());
        }
        throw new InvalidConfigException(
                "The key '%s' (%s) has no value: allowed are %s."
                        .formatted(
                                Keys.join(path, TYPE),
                                layer.origin(),
                                String.join(", ", permitted.keySet())));
    }

    private void replaceType(Branch into, Node type, String path, Map<String, Class<?>> permitted) {
        if (!(type instanceof Leaf leaf) || !permitted.containsKey(leaf.text())) {
            String written =
                    type instanceof Leaf leaf ? "'" + leaf.text() + "'" : "not a single name";
            throw new InvalidConfigException(
                    "The key '%s' (%s) is %s: allowed are %s."
                            .formatted(
                                    Keys.join(path, TYPE),
                                    type.origin(),
                                    written,
                                    String.join(", ", permitted.keySet())));
        }
        boolean changed =
                into.children().get(TYPE) instanceof Leaf before
                        && !before.text().equals(leaf.text());
        if (changed) {
            into.children().clear(); // the keys of another type mean nothing here
        }
        into.children().put(TYPE, leaf);
    }

    private void component(Branch into, String key, Node node, Class<?> record, String path) {
        RecordComponent component =
                Arrays.stream(record.getRecordComponents())
                        .filter(candidate -> spelling.matches(key, candidate.getName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Keys.unknown(
                                                path, key, node.origin(), Shape.namesOf(record)));
        String name = component.getName();
        String at = Keys.join(path, name);
        Shape shape = Shape.of(component);
        boolean severalKeys =
                shape.kind() == Shape.Kind.GROUP || shape.kind() == Shape.Kind.OPEN_MAP;
        if (severalKeys && node instanceof Leaf leaf && leaf.text().isEmpty()) {
            return; // a group with nothing below it, as when all its lines are commented out
        }
        switch (shape.kind()) {
            case GROUP -> group(childOf(into, name, node), branch(node, at), shape.type(), at);
            case OPEN_MAP -> flatten(childOf(into, name, node), "", branch(node, at));
            case LIST, SET -> into.children().put(name, list(node, shape.type(), at));
            case SCALAR -> into.children().put(name, scalar(node, at));
        }
    }

    private void flatten(Branch into, String prefix, Branch layer) {
        layer.children()
                .forEach(
                        (key, node) -> {
                            String name = Keys.join(prefix, openKey(key));
                            if (node instanceof Branch deeper) {
                                flatten(into, name, deeper);
                            } else {
                                into.children().put(name, scalar(node, name));
                            }
                        });
    }

    private String openKey(String key) {
        return spelling == Spelling.SHOUTED ? key.toLowerCase(Locale.ROOT).replace('_', '.') : key;
    }

    private Node list(Node node, Class<?> element, String path) {
        if (!(node instanceof Sequence sequence) || !Shape.isGroup(element)) {
            return node instanceof Branch ? scalar(node, path) : node;
        }
        return new Sequence(
                sequence.items().stream()
                        .map(
                                item -> {
                                    Branch merged = Branch.empty(item.origin());
                                    group(merged, branch(item, path), element, path);
                                    return (Node) merged;
                                })
                        .toList(),
                sequence.origin());
    }

    private static Branch childOf(Branch into, String name, Node node) {
        if (into.children().get(name) instanceof Branch child) {
            return child;
        }
        Branch child = Branch.empty(node.origin());
        into.children().put(name, child);
        return child;
    }

    private static Branch branch(Node node, String path) {
        if (node instanceof Branch branch) {
            return branch;
        }
        throw new InvalidConfigException(
                "The key '%s' (%s) is a single value: allowed is a group of keys below it."
                        .formatted(path, node.origin()));
    }

    private static Node scalar(Node node, String path) {
        if (node instanceof Leaf) {
            return node;
        }
        throw new InvalidConfigException(
                "The key '%s' (%s) is a %s: allowed is a single value."
                        .formatted(
                                path,
                                node.origin(),
                                node instanceof Sequence ? "list" : "group of keys"));
    }
}
