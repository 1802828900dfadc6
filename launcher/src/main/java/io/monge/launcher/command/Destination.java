package io.monge.launcher.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * Where {@code upscale} writes.
 *
 * @param path of the file or folder
 * @param isFolder whether it is one, or is to become one: a slash stands behind its name
 */
record Destination(Path path, boolean isFolder) {

    static Destination of(String text) {
        Path path = Path.of(text);
        boolean named = text.endsWith("/") || text.endsWith(File.separator);
        return new Destination(path, named || Files.isDirectory(path));
    }

    /** From an option; a path forgets a slash at its end. */
    static final class Converter implements ITypeConverter<Destination> {
        @Override
        public Destination convert(String text) {
            return of(text);
        }
    }
}
