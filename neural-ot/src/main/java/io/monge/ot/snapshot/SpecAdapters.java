package io.monge.ot.snapshot;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes Gson write a record where a sealed interface is expected, with its name as {@code "type"},
 * and read records strictly: Gson alone would take an absent number for zero and an unknown
 * constant for null.
 */
final class SpecAdapters implements TypeAdapterFactory {
    private static final String TYPE = "type";

    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        Class<? super T> kind = token.getRawType();
        if (kind.isRecord()) {
            return new StrictRecord<>(gson.getDelegateAdapter(this, token), kind);
        }
        if (kind.isSealed() && kind.isInterface()) {
            return new Choice<>(gson, records(kind));
        }
        return null; // Gson's word for "not mine"
    }

    private static Map<String, Class<?>> records(Class<?> kind) {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        leaves(kind).forEach(type -> records.put(name(type), type));
        return records;
    }

    private static Stream<Class<?>> leaves(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(SpecAdapters::leaves)
                : Stream.of(kind);
    }

    /** ResNet → res-net. */
    private static String name(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static JsonObject object(JsonElement element) {
        if (element == null || !element.isJsonObject()) {
            throw new JsonParseException("expected an object, found " + element);
        }
        return element.getAsJsonObject();
    }

    /** One of a sealed interface's records, told by its name. */
    private static final class Choice<T> extends TypeAdapter<T> {
        private final Gson gson;
        private final Map<String, Class<?>> records;

        Choice(Gson gson, Map<String, Class<?>> records) {
            this.gson = gson;
            this.records = records;
        }

        @Override
        public void write(JsonWriter out, T value) {
            gson.toJson(value, value.getClass(), out);
        }

        @Override
        @SuppressWarnings("unchecked") // the records are those T permits
        public T read(JsonReader in) {
            JsonObject tagged = object(gson.fromJson(in, JsonElement.class));
            JsonElement tag = tagged.remove(TYPE);
            Class<?> type =
                    tag != null && tag.isJsonPrimitive() ? records.get(tag.getAsString()) : null;
            if (type == null) {
                throw new JsonParseException(
                        "type is %s, must be one of %s".formatted(tag, records.keySet()));
            }
            return (T) gson.fromJson(tagged, type);
        }
    }

    /** A record with exactly its components, none of them null. */
    private static final class StrictRecord<T> extends TypeAdapter<T> {
        private final TypeAdapter<T> delegate;
        private final String name;
        private final Set<String> components;

        /** Whether the name must be written: Gson asks the record's adapter, not the choice's. */
        private final boolean isChoice;

        StrictRecord(TypeAdapter<T> delegate, Class<?> type) {
            this.delegate = delegate;
            this.name = name(type);
            this.components =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toSet());
            this.isChoice = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            JsonObject object = new JsonObject();
            if (isChoice) {
                object.addProperty(TYPE, name);
            }
            object(delegate.toJsonTree(value))
                    .entrySet()
                    .forEach(entry -> object.add(entry.getKey(), entry.getValue()));
            new Gson().toJson(object, out);
        }

        @Override
        public T read(JsonReader in) {
            JsonObject found = object(new Gson().fromJson(in, JsonElement.class));
            JsonElement tag = found.get(TYPE);
            if (isChoice && tag != null && tag.equals(new JsonPrimitive(name))) {
                found.remove(TYPE); // a component that is one record of a choice, not the choice
            }
            requireComponents(found);
            T value = value(found);
            object(delegate.toJsonTree(value))
                    .entrySet()
                    .forEach(entry -> requireValue(entry.getKey(), entry.getValue()));
            return value;
        }

        private T value(JsonObject found) {
            try {
                return delegate.fromJsonTree(found);
            } catch (JsonParseException e) {
                throw e;
            } catch (RuntimeException e) { // the record's own checks, wrapped by Gson
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new JsonParseException(name + ": " + cause.getMessage(), e);
            }
        }

        private void requireComponents(JsonObject found) {
            if (!found.keySet().equals(components)) {
                throw new JsonParseException(
                        "%s has %s, must have %s".formatted(name, found.keySet(), components));
            }
        }

        private void requireValue(String component, JsonElement value) {
            if (value.isJsonNull()) {
                throw new JsonParseException(name + ": unknown value of " + component);
            }
        }
    }
}
