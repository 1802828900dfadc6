package io.monge.launcher.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A pace such as {@code 200} or {@code 200/s}. */
final class Rate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        String number = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
        try {
            double rate = Double.parseDouble(number.strip());
            if (rate > 0) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "'%s' is no rate such as 200 or 200/s".formatted(text));
        }
        throw new TypeConversionException("'%s' is no rate above zero".formatted(text));
    }
}
