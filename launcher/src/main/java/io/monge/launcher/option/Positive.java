package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;

/** A finite number above 0. */
public final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        return Typed.finite(text, value -> value > 0, "number above 0");
    }
}
