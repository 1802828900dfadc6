package io.monge.runtime.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts to values. Every method throws an {@link IllegalArgumentException} whose message says what
 * is allowed.
 */
final class Scalars {

    private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L,
                    "d", 86_400_000_000_000L);
    private static final Map<String, Long> BYTES =
            Map.of(
                    "", 1L,
                    "B", 1L,
                    "kB", 1_000L,
                    "MB", 1_000_000L,
                    "GB", 1_000_000_000L,
                    "KiB", 1L << 10,
                    "MiB", 1L << 20,
                    "GiB", 1L << 30);

    private Scalars() {}

    /**
     * @param name of the record component: {@code maxBytes} takes units, {@code max} does not
     */
    static Object parse(String text, Class<?> type, String name) {
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return constant(text, type);
        }
        String trimmed = text.trim();
        if (type == Boolean.class || type == boolean.class) {
            return bool(trimmed);
        }
        if (type == Duration.class) {
            return duration(trimmed);
        }
        if (type == URI.class) {
            return uri(trimmed);
        }
        return type == Path.class ? path(text) : number(trimmed, type, name);
    }

    private static Object number(String text, Class<?> type, String name) {
        boolean size = name.endsWith("Bytes");
        if (type == int.class || type == Integer.class) {
            return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, size);
        }
        if (type == long.class || type == Long.class) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE, size);
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of((int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, size));
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(whole(text, Long.MIN_VALUE, Long.MAX_VALUE, size));
        }
        if (type == double.class || type == Double.class) {
            return real(text);
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.of(real(text));
        }
        if (type == float.class || type == Float.class) {
            return (float) real(text);
        }
        throw new IllegalStateException(
                "the configuration record has a component of unknown " + type);
    }

    private static long whole(String text, long min, long max, boolean size) {
        BigInteger value = size ? sizeOf(text) : integer(text);
        if (value.compareTo(BigInteger.valueOf(min)) < 0
                || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new IllegalArgumentException(
                    "allowed is a whole number from " + min + " to " + max);
        }
        return value.longValueExact();
    }

    private static BigInteger integer(String text) {
        if (!text.matches("[+-]?\\d+(_\\d+)*")) {
            throw new IllegalArgumentException("allowed is a whole number, such as 8");
        }
        return new BigInteger(text.replace("_", ""));
    }

    private static BigInteger sizeOf(String text) {
        Matcher quantity = QUANTITY.matcher(text.replace("_", ""));
        if (!quantity.matches() || !BYTES.containsKey(quantity.group(2))) {
            throw new IllegalArgumentException(
                    "allowed is a size in bytes or with kB, MB, GB, KiB, MiB or GiB, such as 512KiB");
        }
        BigDecimal bytes =
                new BigDecimal(quantity.group(1))
                        .multiply(BigDecimal.valueOf(BYTES.get(quantity.group(2))));
        return bytes.toBigInteger();
    }

    private static double real(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && !text.matches(".*[dDfFxX].*")) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("allowed is a number, such as 0.5 or 1e-4", e);
        }
        throw new IllegalArgumentException("allowed is a finite number, such as 0.5 or 1e-4");
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("allowed are true and false");
        };
    }

    private static Duration duration(String text) {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches() || !NANOS.containsKey(quantity.group(2))) {
            throw new IllegalArgumentException(
                    "allowed is a duration with ms, s, m, h or d, such as 500ms, 10s or 2m");
        }
        BigDecimal nanos =
                new BigDecimal(quantity.group(1))
                        .multiply(BigDecimal.valueOf(NANOS.get(quantity.group(2))));
        try {
            return Duration.ofNanos(nanos.toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("allowed is a duration below 292 years", e);
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "allowed is a URI, such as http://localhost:8081", e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("allowed is a path of this file system", e);
        }
    }

    private static Object constant(String text, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (nameOf(constant).equals(text.trim().toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "allowed are "
                        + String.join(
                                ", ", Arrays.stream(constants).map(Scalars::nameOf).toList()));
    }

    private static String nameOf(Object constant) {
        return SealedTypes.kebabCase(((Enum<?>) constant).name());
    }
}
