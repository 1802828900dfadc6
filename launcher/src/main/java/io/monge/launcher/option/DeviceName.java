package io.monge.launcher.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to compute, as {@link io.monge.ot.tensor.Compute} names it. */
public final class DeviceName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!text.matches("auto|cpu|gpu(:\\d{1,3})?")) {
            throw new TypeConversionException(
                    "device is '%s', must be auto, cpu, gpu or gpu:N".formatted(text));
        }
        return text;
    }
}
