package io.monge.launcher.option;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json}: where the numbers of a bench go besides the table. */
public final class NumbersFile {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = OutputFile.class,
            description = "write the numbers here too")
    private @Nullable Path json;

    /** Writes the numbers if a file was named. */
    public void write(ObjectNode numbers) throws IOException {
        if (json != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), numbers);
        }
    }
}
