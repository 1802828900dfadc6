package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;

/** The dimension of a generated benchmark pair: 2 to 4096. */
public final class Dimension implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        return Typed.whole(text, 2, 4096, "whole number from 2 to 4096");
    }
}
