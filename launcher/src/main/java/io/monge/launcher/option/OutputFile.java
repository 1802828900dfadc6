package io.monge.launcher.option;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file to write, in a folder that is there: better refused now than after the training. */
public final class OutputFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        Path file = Path.of(text);
        if (text.isBlank() || Files.isDirectory(file)) {
            throw new TypeConversionException("'%s' is no name for a file".formatted(text));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new TypeConversionException(
                    "there is no folder '%s' that may be written to".formatted(folder));
        }
        return file;
    }
}
