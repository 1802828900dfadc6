package io.monge.ingest.video;

import io.monge.imaging.MalformedImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/**
 * FFmpeg's shared libraries, unpacked below {@code java.io.tmpdir} (67 MB): the home folder, where
 * JavaCPP would put them, cannot be written to in a container. System properties of JavaCPP that
 * are set already stay.
 */
final class NativeLibraries {

    private static final String OWNED = "rwx------";

    /** Why there are none. */
    private static final Optional<String> FAILURE = load();

    private NativeLibraries() {}

    /**
     * Before the first video; later nothing more is done.
     *
     * @throws MalformedImageException if they cannot be loaded: there are none for this machine, or
     *     they must not be run where they are unpacked
     */
    static void require() {
        if (FAILURE.isPresent()) {
            throw NativeErrors.unsupported(
                    "Videos cannot be read here, for FFmpeg cannot be loaded: " + FAILURE.get());
        }
    }

    private static Optional<String> load() {
        try {
            configure();
            avutil.av_log_set_level(avutil.AV_LOG_QUIET); // what matters comes back as an error
            avcodec.avcodec_version();
            avformat.avformat_version();
            swscale.swscale_version();
            return Optional.empty();
        } catch (LinkageError | UncheckedIOException e) {
            // Further on nobody may meet an error of this kind: feeds do not end in order with it.
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void configure() {
        Properties properties = System.getProperties();
        properties.computeIfAbsent(
                "org.bytedeco.javacpp.cachedir", key -> folder(tmp()).toString());
        // All that is native is closed by hand. The libraries' own bounds would count the whole
        // process, tensors and all, and refuse to go on.
        properties.putIfAbsent("org.bytedeco.javacpp.nopointergc", "true");
        properties.putIfAbsent("org.bytedeco.javacpp.maxbytes", "0");
        properties.putIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    private static Path tmp() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * The same folder for all processes of one user, so that killed ones leave no more than one
     * behind. What lies there is run: if anybody else could have put it there, a fresh one is
     * taken.
     */
    static Path folder(Path tmp) {
        try {
            Path fresh = Files.createTempDirectory(tmp, "monge-ffmpeg-"); // nobody else's
            UserPrincipal us = Files.getOwner(fresh);
            String name = us.getName().replaceAll("[^A-Za-z0-9]+", "-");
            Path shared = tmp.resolve("monge-ffmpeg-of-" + name);
            try {
                return Files.move(fresh, shared);
            } catch (FileAlreadyExistsException e) {
                return isOnlyOf(us, shared) ? instead(fresh, shared) : fresh;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "FFmpeg's libraries cannot be unpacked below " + tmp + ": set java.io.tmpdir",
                    e);
        }
    }

    private static Path instead(Path fresh, Path shared) throws IOException {
        Files.delete(fresh);
        return shared;
    }

    private static boolean isOnlyOf(UserPrincipal us, Path folder) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return true; // Windows: the folder of temporary files is the user's own
        }
        var attributes = view.readAttributes();
        return attributes.isDirectory()
                && attributes.owner().equals(us)
                && PosixFilePermissions.toString(attributes.permissions()).equals(OWNED);
    }
}
