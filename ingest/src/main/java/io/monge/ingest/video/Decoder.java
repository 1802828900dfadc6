package io.monge.ingest.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;

import java.io.Closeable;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/** Packets to frames, on the processor. The answers of its methods are FFmpeg's own. */
final class Decoder implements Closeable {

    /** Threads of one video's decoder; each holds a frame more in memory. */
    static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final AVCodecContext context;

    private Decoder(AVCodecContext context) {
        this.context = context;
    }

    static Decoder of(AVStream stream, long maxPixels) {
        int id = stream.codecpar().codec_id();
        AVCodec codec = avcodec_find_decoder(id);
        if (codec == null || codec.isNull()) {
            throw NativeErrors.unsupported(
                    "Its encoding is not read here: " + avcodec_get_name(id).getString());
        }
        AVCodecContext context = NativeErrors.made(avcodec_alloc_context3(codec));
        try {
            NativeErrors.require(
                    avcodec_parameters_to_context(context, stream.codecpar()), "copy a header");
            context.pkt_timebase(stream.time_base());
            context.thread_count(THREADS);
            context.max_pixels(mostPixels(maxPixels));
            int code = avcodec_open2(context, codec, new AVDictionary((Pointer) null));
            if (code < 0) {
                throw NativeErrors.malformed(
                        "Its stream cannot be decoded: " + NativeErrors.words(code));
            }
            return new Decoder(context);
        } catch (RuntimeException e) {
            avcodec_free_context(context);
            throw e;
        }
    }

    /** Decoders count whole blocks, of up to 128 px a side; frames are held to the limit itself. */
    static long mostPixels(long maxPixels) {
        return Math.min(2 * maxPixels + (1 << 16), Integer.MAX_VALUE);
    }

    /**
     * @param packet empty for the end
     */
    int send(AVPacket packet) {
        return avcodec_send_packet(context, packet);
    }

    int receive(AVFrame frame) {
        return avcodec_receive_frame(context, frame);
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }
}
