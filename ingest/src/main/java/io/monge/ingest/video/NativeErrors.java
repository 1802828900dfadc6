package io.monge.ingest.video;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's error codes as exceptions and in words. */
final class NativeErrors {

    private static final int LONGEST = 256;

    private NativeErrors() {}

    static String words(int code) {
        byte[] text = new byte[LONGEST];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    static MalformedImageException malformed(String message) {
        return new MalformedImageException(Kind.MALFORMED, message);
    }

    static MalformedImageException unsupported(String message) {
        return new MalformedImageException(Kind.UNSUPPORTED, message);
    }

    /** What FFmpeg made, which is nothing where memory ran out. */
    static <P extends Pointer> P made(P pointer) {
        if (pointer == null || pointer.isNull()) {
            throw new IllegalStateException("FFmpeg has no memory left");
        }
        return pointer;
    }

    static void require(int code, String what) {
        if (code < 0) {
            throw unsupported("FFmpeg cannot " + what + " of this kind: " + words(code));
        }
    }
}
