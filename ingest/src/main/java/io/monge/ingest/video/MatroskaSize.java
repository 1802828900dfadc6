package io.monge.ingest.video;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a Matroska file is as long as it says (RFC 8794, RFC 9559): FFmpeg takes one that is cut
 * off between two frames for a short one.
 */
final class MatroskaSize {

    private static final int HEADER = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int MOST_HEADER = 1 << 10;

    private MatroskaSize() {}

    static boolean isCutOff(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file);
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            if (in.readInt() != HEADER) {
                return false;
            }
            long header = number(in);
            if (header < 0 || header > MOST_HEADER) {
                return false;
            }
            in.skipNBytes(header);
            if (in.readInt() != SEGMENT) {
                return false;
            }
            long content = number(in);
            return content > Files.size(file) - channel.position();
        } catch (EOFException e) {
            return true;
        }
    }

    /** A number of variable length; negative for one that is not known. */
    private static long number(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 7) {
            return -1;
        }
        long value = first & (0x7F >> more);
        for (int i = 0; i < more; i++) {
            value = value << 8 | in.readUnsignedByte();
        }
        return value == (1L << 7 * (more + 1)) - 1 ? -1 : value;
    }
}
