package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;

/** A whole number of at least 1. */
public final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        return Typed.whole(text, 1, Integer.MAX_VALUE, "whole number of at least 1");
    }
}
