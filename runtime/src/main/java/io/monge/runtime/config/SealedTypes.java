package io.monge.runtime.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names of the records a sealed interface permits: {@code RegularizedIpmGan} is written {@code
 * regularized-ipm-gan}, {@code ResNet} {@code res-net}.
 */
public final class SealedTypes {

    private SealedTypes() {}

    /**
     * The permitted records of a sealed interface by kebab-case name, in the order of the permits
     * clause; nested ones included.
     */
    public static Map<String, Class<?>> of(Class<?> sealedType) {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        for (Class<?> permitted : sealedType.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                records.putAll(of(permitted));
            } else {
                records.put(kebabCase(permitted.getSimpleName()), permitted);
            }
        }
        return records;
    }

    /** The name by which a configuration chooses the given record class. */
    public static String nameOf(Class<?> type) {
        return kebabCase(type.getSimpleName());
    }

    /**
     * {@code IPMGan}, {@code IpmGan}, {@code ipmGan} and {@code IPM_GAN} all become {@code
     * ipm-gan}.
     */
    static String kebabCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }
}
