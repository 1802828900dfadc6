package io.monge.launcher.option;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A folder of images, or a file that holds many; whether it does is not looked at yet. */
public final class ImageSource implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        Path path = Path.of(text);
        if (!Files.exists(path)) {
            throw new TypeConversionException("there is no file or folder '%s'".formatted(text));
        }
        return path;
    }
}
