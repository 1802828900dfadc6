package io.monge.launcher.option;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that is there and may be read; what is in it is not looked at yet. */
public final class InputFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw new TypeConversionException("there is no file '%s'".formatted(text));
        }
        if (!Files.isReadable(file)) {
            throw new TypeConversionException("the file '%s' may not be read".formatted(text));
        }
        return file;
    }
}
