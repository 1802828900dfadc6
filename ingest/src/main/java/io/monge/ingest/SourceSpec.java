package io.monge.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the images of a domain come from. */
public sealed interface SourceSpec {

    /** From nowhere: this process leaves the domain alone. */
    record None() implements SourceSpec {}

    /** Rendered without end. */
    record Synthetic() implements SourceSpec {}

    /**
     * From the images of a folder and its subfolders, and of the archives (zip, tar, gzipped tar)
     * and videos in it; names that begin with a dot, or end like none of these, are left out.
     *
     * @param path of the folder, or of one archive or video
     * @param passes how often it is gone through
     * @param scanEvery how often the folder is looked through while it is waited for
     * @param settle how long a file must have been left alone before it is read
     * @param reading under which name it is kept how far the folder has been read; without one its
     *     path. Of two processes with one name the later takes over from the earlier
     * @param part which of the images, such as {@code 1/2}, for two domains that share a folder and
     *     no image; without one all. An image's name decides
     * @param images whether they are cut as they are, or degraded as the LR scenes of synthetic
     *     sources are; without it as they are
     */
    record Directory(
            Path path,
            Passes passes,
            Duration scanEvery,
            Duration settle,
            Optional<String> reading,
            Optional<String> part,
            Optional<Condition> images)
            implements SourceSpec {

        public Directory {
            if (scanEvery.toMillis() < 10) {
                throw new IllegalArgumentException(
                        "scanEvery is " + scanEvery + ", must be at least 10 ms");
            }
            if (reading.filter(String::isBlank).isPresent()) {
                throw new IllegalArgumentException("reading is blank, must be a name");
            }
            part.ifPresent(FolderPart::parse);
            if (settle.isNegative()) {
                throw new IllegalArgumentException(
                        "settle is " + settle + ", must not be negative");
            }
        }

        /** The usual timing: a look every second, two seconds to settle. */
        public Directory(Path path, Passes passes) {
            this(path, passes, Duration.ofSeconds(1), Duration.ofSeconds(2));
        }

        /** All images, as they are. */
        public Directory(Path path, Passes passes, Duration scanEvery, Duration settle) {
            this(
                    path,
                    passes,
                    scanEvery,
                    settle,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        FolderPart chosen() {
            return part.map(FolderPart::parse).orElse(FolderPart.ALL);
        }

        Condition condition() {
            return images.orElse(Condition.AS_IS);
        }

        /** What this reading is called: other patches of the same folder are another one. */
        String readingOf(int patch) {
            String cut = patch + "px" + part.map(it -> " " + it).orElse("");
            String how = condition() == Condition.DEGRADED ? " degraded" : "";
            return cut + how + ":" + reading.orElseGet(() -> realPath().toString());
        }

        private Path realPath() {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + path + " cannot be read", e);
            }
        }
    }

    /**
     * From the records of a topic: the value is the bytes of an image file, the key its id.
     *
     * @param name in full: the prefix of Monge's own topics is not put before it
     */
    record Topic(String name) implements SourceSpec {

        public Topic {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name is empty, must be that of a topic");
            }
        }
    }

    /**
     * From those who post them, over HTTP; how it listens is {@code ingest.uploads}.
     *
     * @param port 0 takes a free one
     */
    record Http(int port) implements SourceSpec {

        public Http {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "port is " + port + ", must be between 0 and 65535");
            }
        }
    }

    /** In which state images are cut. */
    enum Condition {
        /** As they are. */
        AS_IS,
        /** Blurred, reduced, with noise and JPEG's artefacts. */
        DEGRADED
    }

    /** How often a folder is gone through. */
    enum Passes {
        /** Every file once, then the feed ends. */
        ONCE,
        /** Every file once, then for ever whatever is added or changed. */
        WATCH,
        /** All files again and again, each time with other crops; new ones join. */
        LOOP
    }
}
