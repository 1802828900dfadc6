package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.ingest.Domain;
import io.monge.ingest.IngestService;
import io.monge.ingest.upload.UploadListeners;
import io.monge.ingest.wire.KafkaImageTopics;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monge ingest}: images of one domain to patches on its topic. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Cut images into patches and send them to the topic of their domain.")
public final class IngestCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec injected;

    @Option(
            names = "--domain",
            required = true,
            paramLabel = "lr|hr",
            description = "which distribution they are of")
    private Domain domain = Domain.LR;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--patch", paramLabel = "N", description = "side of a patch in px")
    private @Nullable Integer patch;

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Rate.class,
            description = "patches per second, as N or N/s")
    private @Nullable Double rate;

    @Option(names = "--limit", paramLabel = "N", description = "stop after so many patches")
    private @Nullable Long limit;

    @Mixin private CommonOptions common = new CommonOptions();

    /** Where the images come from. */
    private static final class Source {
        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Folder folder;

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "NAME",
                description =
                        "a topic of yours, by its full name: each value is the bytes of an image file, "
                                + "a key is its id. Shared by all that read for the domain; an "
                                + "image's patches and its offset are one transaction")
        private @Nullable String topic;

        @Option(
                names = "--http",
                required = true,
                paramLabel = "PORT",
                description =
                        "images that are posted to http://127.0.0.1:PORT/api/v1/images, each answered when its "
                                + "patches are safe; 0 takes a free port, which the log tells. Token, TLS, other "
                                + "addresses: --ingest.uploads.*")
        private @Nullable Integer port;

        @Option(names = "--synthetic", required = true, description = "rendered scenes without end")
        private boolean synthetic;
    }

    private static final class Folder {
        @Option(
                names = "--dir",
                required = true,
                paramLabel = "PATH",
                description =
                        "a folder of images, with subfolders and the archives (.zip, .tar, .tar.gz, "
                                + ".tgz) and videos (.mp4, .mov, .mkv and more; a frame a second, or as "
                                + "--ingest.DOMAIN.video.every says) in them; or one of these. Names say what is looked at: .png, .jpg, .jpeg, "
                                + ".webp, .gif, .bmp, .tif, .tiff")
        private Path path = Path.of(".");

        @Option(names = "--watch", description = "go on with images that arrive later")
        private boolean watch;

        @Option(
                names = "--loop",
                description = "go through all images again and again, each time with other crops")
        private boolean loop;

        @Option(
                names = "--reading",
                paramLabel = "NAME",
                description =
                        "under which name it is kept how far the folder has been read (default: its path). "
                                + "After a crash the same command goes on there; after the end it begins the next pass")
        private @Nullable String reading;

        @Option(
                names = "--part",
                paramLabel = "N/M",
                description =
                        "only a part of the images, such as 1/2, by their names: "
                                + "two domains can share a folder and no image")
        private @Nullable String part;

        @Option(
                names = "--degrade",
                description =
                        "blur, reduce, add noise and JPEG's artefacts (ingest.scenes.degradation) before "
                                + "they are cut: low-resolution images for who has only others")
        private boolean degrade;
    }

    public IngestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.INFO);
        MongeConfig config = terminal.setup().load(common, Optional.empty(), own()).root();
        return Processes.run(
                terminal,
                config,
                "ingest",
                (process, metrics) ->
                        new IngestService(
                                config.ingest(),
                                () -> KafkaPatchSink.open(process.kafka()),
                                new KafkaImageTopics(process.kafka(), process.deadLetters()),
                                new UploadListeners(
                                        config.ingest().uploads(),
                                        config.ingest().limits().maxBytes(),
                                        process.meters().registry()),
                                metrics));
    }

    private String passes(Folder folder) {
        if (folder.watch && folder.loop) {
            throw new ParameterException(
                    Objects.requireNonNull(injected, "picocli sets it").commandLine(),
                    "--watch goes through the images once and on with new ones, --loop through all of them again and again: give one of the two");
        }
        if (folder.watch) {
            return "watch";
        }
        return folder.loop ? "loop" : "once";
    }

    private List<String> own() {
        String feed = "--ingest." + domain.name().toLowerCase(Locale.ROOT) + ".";
        List<String> own = new ArrayList<>();
        if (source.folder != null) {
            String passes = passes(source.folder);
            own.addAll(FolderFeed.of(domain, source.folder.path, passes).flags());
            if (source.folder.part != null) {
                own.add(feed + "source.part=" + source.folder.part);
            }
            if (source.folder.degrade) {
                own.add(feed + "source.images=degraded");
            }
            if (source.folder.reading != null) {
                own.add(feed + "source.reading=" + source.folder.reading);
            }
        } else if (source.topic != null) {
            own.add(feed + "source.type=topic");
            own.add(feed + "source.name=" + source.topic);
        } else if (source.port != null) {
            own.add(feed + "source.type=http");
            own.add(feed + "source.port=" + source.port);
        } else {
            own.add(feed + "source.type=synthetic");
        }
        if (patch != null) {
            own.add(feed + "patch=" + patch);
        }
        if (rate != null) {
            own.add(feed + "patchesPerSecond=" + rate);
        }
        if (limit != null) {
            own.add(feed + "limit=" + limit);
        }
        return own;
    }
}
