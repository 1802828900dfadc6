package io.monge.ingest.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set_int;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The packets of a video's video stream. Whatever the file says, nothing but the file is opened:
 * only containers that hold their streams themselves are known, and no protocol but that of files.
 */
final class Demuxer implements Closeable {

    /** FFmpeg's names: no playlists, no lists of files, no scripts. */
    private static final String FORMATS = "mov,matroska,avi,mpeg,mpegts,mpegvideo";

    /** Those whose index leads to the key frame before a time, and that state each frame's time. */
    private static final Set<String> INDEXED = Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm");

    private static final int MOST_TRIES = 9; // a minute back

    private final Path file;
    private final AVFormatContext format;
    private final AVStream stream;

    private Demuxer(Path file, AVFormatContext format, AVStream stream) {
        this.file = file;
        this.format = format;
        this.stream = stream;
    }

    /**
     * @param maxPixels of a frame, as the header states it
     * @throws MalformedImageException if it is no video, or none that is read here
     * @throws IOException if the file cannot be read
     */
    static Demuxer open(Path file, long maxPixels) throws IOException {
        Files.newByteChannel(file).close(); // says better what is wrong
        AVFormatContext format = opened(file);
        try {
            requireSizes(format, maxPixels);
            probe(format, maxPixels);
            return new Demuxer(file, format, videoOf(format, maxPixels));
        } catch (RuntimeException e) {
            avformat_close_input(format);
            throw e;
        }
    }

    private static AVFormatContext opened(Path file) {
        AVFormatContext format = new AVFormatContext((Pointer) null);
        AVDictionary options = new AVDictionary((Pointer) null);
        try (BytePointer url = url(file)) {
            av_dict_set(options, "format_whitelist", FORMATS, 0);
            av_dict_set(options, "protocol_whitelist", "file", 0);
            int code = avformat_open_input(format, url, (AVInputFormat) null, options);
            if (code < 0) {
                throw NativeErrors.malformed(
                        "It is no video of a kind that is read here, or a damaged one: "
                                + NativeErrors.words(code));
            }
            return format;
        } finally {
            av_dict_free(options);
        }
    }

    /** Without the protocol's name a path with a colon could be taken for an address. */
    private static BytePointer url(Path file) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Charset names =
                windows
                        ? StandardCharsets.UTF_8
                        : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        byte[] text = ("file:" + file.toAbsolutePath() + "\0").getBytes(names);
        return new BytePointer(text);
    }

    /** Finds out what the header does not say; that may decode, but nothing beyond the limit. */
    private static void probe(AVFormatContext format, long maxPixels) {
        int count = format.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(count, 1))) {
            for (int i = 0; i < count; i++) {
                AVDictionary option = new AVDictionary((Pointer) null);
                av_dict_set_int(option, "max_pixels", Decoder.mostPixels(maxPixels), 0);
                options.put(i, option);
            }
            try {
                int code = avformat_find_stream_info(format, options);
                if (code < 0) {
                    throw NativeErrors.malformed(
                            "What is in it cannot be found out: " + NativeErrors.words(code));
                }
            } finally {
                for (int i = 0; i < count; i++) {
                    AVDictionary unused = options.get(AVDictionary.class, i);
                    if (unused != null) {
                        av_dict_free(unused);
                    }
                }
            }
        }
    }

    private static AVStream videoOf(AVFormatContext format, long maxPixels) {
        int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (best < 0 || (format.streams(best).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            throw NativeErrors.unsupported("It has no video stream");
        }
        requireSizes(format, maxPixels); // of those that the header did not tell
        AVCodecParameters video = format.streams(best).codecpar();
        if (video.width() < 1 || video.height() < 1) {
            throw NativeErrors.malformed(
                    "The size of its frames cannot be told, or is more than the %d pixels that are allowed"
                            .formatted(maxPixels));
        }
        for (int i = 0; i < format.nb_streams(); i++) {
            if (i != best) {
                format.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        return format.streams(best);
    }

    private static void requireSizes(AVFormatContext format, long maxPixels) {
        for (int i = 0; i < format.nb_streams(); i++) {
            AVCodecParameters stream = format.streams(i).codecpar();
            long area = (long) stream.width() * stream.height();
            if (stream.codec_type() == AVMEDIA_TYPE_VIDEO && area > maxPixels) {
                throw tooLarge(stream.width(), stream.height(), maxPixels);
            }
        }
    }

    static MalformedImageException tooLarge(int width, int height, long maxPixels) {
        return new MalformedImageException(
                Kind.TOO_LARGE,
                "A frame of it is %dx%d = %d pixels; at most %d are allowed"
                        .formatted(width, height, (long) width * height, maxPixels));
    }

    AVStream stream() {
        return stream;
    }

    /** Whether {@link #seek} leads to a key frame and every frame keeps its time. */
    boolean isIndexed() {
        return INDEXED.contains(format.iformat().name().getString());
    }

    /**
     * Goes to a key frame at a time or before it, mostly the last one.
     *
     * @param time in units of the stream
     * @param step by which it is tried further back; indices may tell when a frame is decoded,
     *     which is before it is shown
     * @return whether that was possible; if not, the video has to be opened anew
     */
    boolean seek(long time, long step) {
        long back = 0;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (leadsTo(time - back, time)) {
                return av_seek_frame(format, stream.index(), time - back, AVSEEK_FLAG_BACKWARD)
                        >= 0;
            }
            back = back == 0 ? step : 2 * back;
        }
        return false;
    }

    private boolean leadsTo(long sought, long time) {
        if (av_seek_frame(format, stream.index(), sought, AVSEEK_FLAG_BACKWARD) < 0) {
            return false;
        }
        AVPacket packet = NativeErrors.made(av_packet_alloc());
        try {
            return read(packet) >= 0
                    && (packet.flags() & AV_PKT_FLAG_KEY) != 0
                    && packet.pts() != VideoClock.UNKNOWN
                    && packet.pts() <= time;
        } finally {
            av_packet_free(packet);
        }
    }

    /**
     * The next packet of the stream, or FFmpeg's word for the end or an error.
     *
     * @param packet empty; full if the answer is not negative
     */
    int read(AVPacket packet) {
        int code = av_read_frame(format, packet);
        while (code >= 0 && packet.stream_index() != stream.index()) {
            av_packet_unref(packet);
            code = av_read_frame(format, packet);
        }
        return code;
    }

    /** Whether the file is shorter than it says, where nobody else notices. */
    boolean isCutOff() throws IOException {
        return MatroskaSize.isCutOff(file);
    }

    @Override
    public void close() {
        avformat_close_input(format);
    }
}
