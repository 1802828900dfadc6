package io.monge.runtime.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a record component accepts.
 *
 * @param type the class of the value; of the elements if it is a list or a set; of the content if
 *     it is optional
 */
record Shape(Kind kind, Class<?> type, boolean optional) {

    enum Kind {
        /** A record or a sealed interface of records. */
        GROUP,
        /** {@code Map<String, String>}, keys of any spelling. */
        OPEN_MAP,
        LIST,
        /** As a list is written; the order says nothing. */
        SET,
        SCALAR
    }

    static Shape of(RecordComponent component) {
        return of(component.getGenericType());
    }

    static List<String> namesOf(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static Shape of(Type declared) {
        Class<?> raw = rawOf(declared);
        if (raw == Optional.class) {
            Shape content = of(argument(declared));
            return new Shape(content.kind, content.type, true);
        }
        if (raw == Map.class) {
            return new Shape(Kind.OPEN_MAP, String.class, true);
        }
        if (raw == List.class) {
            return new Shape(Kind.LIST, rawOf(argument(declared)), false);
        }
        if (raw == Set.class) {
            return new Shape(Kind.SET, rawOf(argument(declared)), false);
        }
        return isGroup(raw) ? new Shape(Kind.GROUP, raw, false) : scalar(raw);
    }

    private static Shape scalar(Class<?> raw) {
        boolean optional =
                raw == OptionalInt.class
                        || raw == OptionalLong.class
                        || raw == OptionalDouble.class;
        return new Shape(Kind.SCALAR, raw, optional);
    }

    static boolean isGroup(Class<?> type) {
        return type.isRecord() || (type.isSealed() && type.isInterface());
    }

    private static Class<?> rawOf(Type declared) {
        return declared instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : (Class<?>) declared;
    }

    private static Type argument(Type declared) {
        return ((ParameterizedType) declared).getActualTypeArguments()[0];
    }
}
