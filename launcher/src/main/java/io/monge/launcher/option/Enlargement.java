package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A factor above 0, with decimals or without. */
public final class Enlargement implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        if (!text.matches("\\d{1,2}(\\.\\d{1,6})?") || Double.parseDouble(text) == 0) {
            throw new TypeConversionException("'%s' is no factor such as 2 or 2.5".formatted(text));
        }
        return Double.valueOf(text);
    }
}
