package io.monge.trainer;

import io.monge.ot.tensor.SafeTensors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One checkpoint on the disk; its name is its sequence number, its iteration and the SHA-256 of its
 * content.
 *
 * @param path the file
 */
record CheckpointFile(Path path) {

    private static final Pattern NAME =
            Pattern.compile("(\\d{12})(?:-at(\\d+))?-([0-9a-f]{64})\\.safetensors");
    private static final int SEQUENCE_DIGITS = 12;

    static boolean isOne(Path path) {
        return NAME.matcher(path.getFileName().toString()).matches();
    }

    /**
     * Writes the content to a file and forces it to the disk.
     *
     * @return the name under which it is a checkpoint
     */
    static String write(Checkpoint checkpoint, long sequence, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var digesting =
                    new DigestOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16),
                            sha256());
            CheckpointFormat.encode(checkpoint).writeTo(digesting);
            digesting.flush();
            channel.force(true);
            return "%012d-at%d-%s.safetensors"
                    .formatted(sequence, checkpoint.iteration(), hex(digesting.getMessageDigest()));
        }
    }

    long sequence() {
        return Long.parseLong(path.getFileName().toString().substring(0, SEQUENCE_DIGITS));
    }

    /** The iteration it was written at; 0 for a file of a build that did not say. */
    long iteration() {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() && name.group(2) != null ? Long.parseLong(name.group(2)) : 0;
    }

    /** Whether the content is what the name says. */
    boolean isWhole() throws IOException {
        return isNamed(path.getFileName().toString(), path);
    }

    /** Whether this is the name of a checkpoint with this content. */
    static boolean isNamed(String name, Path content) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(content), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return NAME.matcher(name).matches() && name.contains(hex(in.getMessageDigest()));
        }
    }

    /**
     * @throws IllegalArgumentException if this build does not understand it
     */
    Checkpoint read() throws IOException {
        return CheckpointFormat.decode(SafeTensors.read(path));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
