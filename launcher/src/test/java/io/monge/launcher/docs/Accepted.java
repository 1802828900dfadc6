package io.monge.launcher.docs;

import io.monge.runtime.config.SealedTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a key takes, in words.
 *
 * @param type of the value; of the elements, if there are several
 */
record Accepted(String name, Class<?> type, boolean several, boolean optional) {

    static Accepted of(RecordComponent component) {
        Type declared = component.getGenericType();
        Class<?> raw = component.getType();
        boolean several = raw == List.class || raw == Set.class;
        if (several || raw == Optional.class) {
            Type content = ((ParameterizedType) declared).getActualTypeArguments()[0];
            return new Accepted(
                    component.getName(), (Class<?>) content, several, raw == Optional.class);
        }
        boolean optional =
                List.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class).contains(raw);
        return new Accepted(component.getName(), raw, false, optional);
    }

    boolean isRecord() {
        return type.isRecord();
    }

    boolean isSealed() {
        return type.isInterface() && type.isSealed();
    }

    String text() {
        return (several ? "list of " : "") + content() + (optional ? ", optional" : "");
    }

    private String content() {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + kebab(((Enum<?>) constant).name()) + "`")
                    .collect(Collectors.joining(" | "));
        }
        if (isRecord() || isSealed()) {
            return "groups of keys";
        }
        Map<Class<?>, String> names =
                Map.of(
                        String.class, "text",
                        Duration.class, "duration",
                        Path.class, "path",
                        URI.class, "URI",
                        Map.class, "properties",
                        boolean.class, "`true` | `false`");
        String named = names.get(type);
        return named != null ? named : number();
    }

    private String number() {
        String simple = type.getSimpleName().replace("Optional", "").toLowerCase(Locale.ROOT);
        if (simple.equals("double") || simple.equals("float")) {
            return "number";
        }
        return name.endsWith("Bytes") ? "size" : "whole number";
    }

    private static String kebab(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Names of the records among which a {@code type} chooses. */
    Map<String, Class<?>> choices() {
        return SealedTypes.of(type);
    }
}
