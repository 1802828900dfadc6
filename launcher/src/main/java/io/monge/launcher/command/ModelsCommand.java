package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monge models}: snapshots and which of them is served. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "List, show, promote, roll back, export and import snapshots.")
public final class ModelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return Failures.WRONG_USAGE;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All snapshots, newest first.")
    int list(@Mixin CommonOptions common, @Mixin KeptData data) {
        try (PublishedModels models = connect(common, data)) {
            long served = models.catalogue().wanted().map(Promotion::version).orElse(-1L);
            models.catalogue()
                    .models()
                    .forEach(model -> terminal.out().println(ModelText.line(model, served)));
        }
        return Failures.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Lineage and scores of a snapshot.")
    int show(
            @Mixin CommonOptions common,
            @Mixin KeptData data,
            @Parameters(paramLabel = "V", description = "version") long version) {
        try (PublishedModels models = connect(common, data)) {
            terminal.out()
                    .print(ModelText.page(models.find(version), models.catalogue().promotions()));
        }
        return Failures.DONE;
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Serve this snapshot from now on.")
    int promote(
            @Mixin CommonOptions common,
            @Mixin KeptData data,
            @Parameters(paramLabel = "V", description = "version") long version) {
        try (PublishedModels models = connect(common, data)) {
            models.promote(
                    models.find(version), Promotion.By.OPERATOR, "promoted on the command line");
            terminal.out().println("version %d promoted".formatted(version));
        }
        return Failures.DONE;
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description =
                    "Go back to an older version: the one promoted last of those below the served"
                            + " one, else the newest of them. To go forward again, promote one.")
    int rollback(@Mixin CommonOptions common, @Mixin KeptData data) {
        try (PublishedModels models = connect(common, data)) {
            long before =
                    models.catalogue()
                            .rollbackTarget()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "there is no older version to go back to"));
            models.promote(
                    models.find(before), Promotion.By.ROLLBACK, "rolled back on the command line");
            terminal.out().println("rolled back to version %d".formatted(before));
        }
        return Failures.DONE;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Write a snapshot as a file.")
    int export(
            @Mixin CommonOptions common,
            @Mixin KeptData data,
            @Parameters(paramLabel = "V", description = "version") long version,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "F.safetensors",
                            converter = OutputFile.class,
                            description = "file to write")
                    Path output)
            throws IOException {
        try (PublishedModels models = connect(common, data)) {
            PublishedModel model = models.find(version);
            Path partial = output.resolveSibling("." + output.getFileName() + ".part");
            Files.write(partial, models.bytes(model));
            Files.move(
                    partial,
                    output,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            terminal.out().println("version %d written to %s".formatted(version, output));
        }
        return Failures.DONE;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Publish a snapshot from a file; 'promote' serves it.")
    int importSnapshot(
            @Mixin CommonOptions common,
            @Mixin KeptData data,
            @Parameters(
                            paramLabel = "F.safetensors",
                            converter = InputFile.class,
                            description = "snapshot as 'export' writes it")
                    Path file,
            @Option(
                            names = "--as",
                            paramLabel = "V",
                            description =
                                    "version to publish it under (default: the iterations of its training)")
                    @Nullable Long version)
            throws IOException {
        ModelSnapshot snapshot = SnapshotCodec.decode(Files.readAllBytes(file));
        long number = version == null ? snapshot.iteration() : version;
        try (PublishedModels models = connect(common, data)) {
            models.add(snapshot, number);
            terminal.out()
                    .println(
                            "version %1$d imported; 'monge models promote %1$d' serves it"
                                    .formatted(number));
        }
        return Failures.DONE;
    }

    private PublishedModels connect(CommonOptions common, KeptData data) {
        common.setUpLogging(Level.WARN);
        return PublishedModels.connect(
                terminal.setup().load(common, Optional.empty(), List.of()).root(),
                data.directory());
    }
}
