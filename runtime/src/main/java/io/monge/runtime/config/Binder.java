package io.monge.runtime.config;

import io.monge.runtime.config.Node.Branch;
import io.monge.runtime.config.Node.Leaf;
import io.monge.runtime.config.Node.Sequence;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the records' constructors with the merged tree; a refusal becomes a sentence. */
final class Binder {

    Object bind(Branch tree, Class<?> root) {
        return group(tree, root, "");
    }

    private Object group(Branch branch, Class<?> type, String path) {
        if (type.isRecord()) {
            return record(branch, type, path);
        }
        Map<String, Class<?>> permitted = SealedTypes.of(type);
        if (branch.children().get(Merger.TYPE) instanceof Leaf chosen) {
            return record(branch, permitted.get(chosen.text()), path);
        }
        throw missing(
                Keys.join(path, Merger.TYPE),
                "allowed are " + String.join(", ", permitted.keySet()));
    }

    private Object record(Branch branch, Class<?> record, String path) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            values[i] =
                    component(branch.children().get(name), components[i], Keys.join(path, name));
        }
        return construct(branch, record, values, path);
    }

    private Object component(@Nullable Node node, RecordComponent component, String path) {
        Shape shape = Shape.of(component);
        if (node == null || isBlank(node, shape)) {
            return absent(component, shape, path);
        }
        Object value = value(node, shape, component.getName(), path);
        return component.getType() == Optional.class ? Optional.of(value) : value;
    }

    /**
     * An empty text is a value for a component that is a text, and says "unset" for any other but a
     * list.
     */
    private static boolean isBlank(Node node, Shape shape) {
        boolean mayBeEmpty =
                shape.kind() == Shape.Kind.LIST
                        || shape.kind() == Shape.Kind.SET
                        || (shape.type() == String.class && !shape.optional());
        return node instanceof Leaf leaf && leaf.text().isEmpty() && !mayBeEmpty;
    }

    private Object absent(RecordComponent component, Shape shape, String path) {
        if (shape.optional()) {
            return nothing(component.getType());
        }
        if (shape.kind() == Shape.Kind.GROUP) {
            return group(
                    Branch.empty("defaults"),
                    shape.type(),
                    path); // names the first missing key inside
        }
        throw missing(path, "set it with --" + path + "=VALUE or in a file");
    }

    private Object value(Node node, Shape shape, String name, String path) {
        return switch (shape.kind()) {
            case GROUP -> group((Branch) node, shape.type(), path);
            case OPEN_MAP -> openMap((Branch) node);
            case LIST -> list(node, shape.type(), name, path);
            case SET -> Set.copyOf(list(node, shape.type(), name, path));
            case SCALAR -> scalar((Leaf) node, shape.type(), name, path);
        };
    }

    private static Map<String, String> openMap(Branch branch) {
        Map<String, String> map = new LinkedHashMap<>();
        branch.children().forEach((key, node) -> map.put(key, ((Leaf) node).text()));
        return Map.copyOf(map);
    }

    /** A list in YAML, or texts separated by commas in a flag or a variable. */
    private List<Object> list(Node node, Class<?> element, String name, String path) {
        if (node instanceof Leaf leaf) {
            return Arrays.stream(leaf.text().split(","))
                    .map(String::trim)
                    .filter(text -> !text.isEmpty())
                    .map(text -> scalar(new Leaf(text, leaf.origin()), element, name, path))
                    .toList();
        }
        return ((Sequence) node)
                .items().stream()
                        .map(
                                item ->
                                        item instanceof Branch branch
                                                ? group(branch, element, path)
                                                : scalar((Leaf) item, element, name, path))
                        .toList();
    }

    private static Object scalar(Leaf leaf, Class<?> type, String name, String path) {
        try {
            return Scalars.parse(leaf.text(), type, name);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(
                    "The key '%s' (%s) is '%s': %s."
                            .formatted(path, leaf.origin(), leaf.text(), e.getMessage()),
                    e);
        }
    }

    private static Object nothing(Class<?> type) {
        if (type == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        return type == Map.class ? Map.of() : Optional.empty();
    }

    private static Object construct(Branch branch, Class<?> record, Object[] values, String path) {
        Class<?>[] types =
                Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true); // a package-private record is as good as a public one
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw refused(branch, record, path, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the canonical constructor of " + record + " cannot be called", e);
        }
    }

    /**
     * The check's own message says what is allowed; the component it names says which key it is
     * about.
     */
    private static InvalidConfigException refused(
            Branch branch, Class<?> record, String path, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        for (String name : Shape.namesOf(record)) {
            boolean named = message.matches("(?s).*\\b" + name + "\\b.*");
            if (named && branch.children().get(name) instanceof Leaf leaf) {
                return new InvalidConfigException(
                        "The key '%s' (%s) is '%s': %s"
                                .formatted(
                                        Keys.join(path, name),
                                        leaf.origin(),
                                        leaf.text(),
                                        sentence(message)),
                        cause);
            }
        }
        String values =
                branch.children().entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Leaf)
                        .map(entry -> described(entry.getKey(), (Leaf) entry.getValue()))
                        .collect(Collectors.joining(", "));
        return new InvalidConfigException(
                "The keys below '%s' (%s) are refused: %s"
                        .formatted(path, values, sentence(message)),
                cause);
    }

    private static String described(String key, Leaf leaf) {
        return key + " '" + leaf.text() + "' from " + leaf.origin();
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    private static InvalidConfigException missing(String path, String allowed) {
        return new InvalidConfigException(
                "The key '" + path + "' has no value in any source: " + allowed + ".");
    }
}
