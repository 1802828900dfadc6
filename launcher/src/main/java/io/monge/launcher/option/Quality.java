package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Quality of a lossy encoding, 1 to 100. */
public final class Quality implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        if (!text.matches("[1-9]\\d?|100")) {
            throw new TypeConversionException("'%s' is no quality from 1 to 100".formatted(text));
        }
        return Integer.valueOf(text);
    }
}
