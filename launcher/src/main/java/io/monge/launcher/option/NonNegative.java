package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;

/** A finite number of at least 0. */
public final class NonNegative implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        return Typed.finite(text, value -> value >= 0, "number of at least 0");
    }
}
