package io.monge.ot.snapshot;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a record where a sealed interface is expected, with its name as {@code "type"}; reads it
 * back with every component present, for an absent number would silently be zero.
 */
final class SealedTypeAdapter implements TypeAdapterFactory {
    private static final String TYPE = "type";

    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        Class<? super T> kind = token.getRawType();
        if (!kind.isSealed()) {
            return null; // Gson's word for "not mine"
        }
        Map<String, Class<?>> records =
                records(kind)
                        .collect(
                                Collectors.toMap(
                                        SealedTypeAdapter::name,
                                        type -> type,
                                        (a, b) -> a,
                                        LinkedHashMap::new));
        return new Adapter<>(gson, records);
    }

    private static Stream<Class<?>> records(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(SealedTypeAdapter::records)
                : Stream.of(kind);
    }

    /** ResNet → res-net. */
    private static String name(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static final class Adapter<T> extends TypeAdapter<T> {
        private final Gson gson;
        private final Map<String, Class<?>> records;

        Adapter(Gson gson, Map<String, Class<?>> records) {
            this.gson = gson;
            this.records = records;
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            JsonObject tagged = new JsonObject();
            tagged.addProperty(TYPE, name(value.getClass()));
            gson.toJsonTree(value, value.getClass())
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> tagged.add(entry.getKey(), entry.getValue()));
            gson.toJson(tagged, out);
        }

        @Override
        public T read(JsonReader in) {
            JsonElement element = gson.fromJson(in, JsonElement.class);
            if (element == null || !element.isJsonObject()) {
                throw new JsonParseException("expected an object, found " + element);
            }
            JsonObject tagged = element.getAsJsonObject();
            Class<?> type = records.get(text(tagged.remove(TYPE)));
            if (type == null) {
                throw new JsonParseException("type must be one of " + records.keySet());
            }
            requireComponents(type, tagged);
            return instance(type, tagged);
        }

        @SuppressWarnings("unchecked") // type comes from the permitted records of T
        private T instance(Class<?> type, JsonObject components) {
            try {
                return (T) gson.fromJson(components, type);
            } catch (JsonParseException e) {
                throw e;
            } catch (RuntimeException e) { // a compact constructor refused the values
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new JsonParseException(name(type) + ": " + cause.getMessage(), e);
            }
        }

        private static String text(JsonElement element) {
            return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
        }

        private static void requireComponents(Class<?> type, JsonObject found) {
            for (var component : type.getRecordComponents()) {
                JsonElement value = found.get(component.getName());
                if (value == null || value.isJsonNull()) {
                    throw new JsonParseException(name(type) + " needs " + component.getName());
                }
            }
        }
    }
}
