package io.monge.ingest.video;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RgbImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * An open video. Its frames come one after another in the order of their times, decoded when they
 * are asked for; the pixels of one are copied only if they are wanted. Owned by one thread at a
 * time; what is native in it lives until it is closed.
 */
public final class Video implements Closeable {

    private final Demuxer demuxer;
    private final Decoder decoder;
    private final VideoClock clock;
    private final long maxPixels;
    private final RgbFrames images = new RgbFrames();
    private final AVPacket packet = NativeErrors.made(av_packet_alloc());
    private final AVFrame frame = NativeErrors.made(av_frame_alloc());
    private @Nullable String broken; // why there are no more packets, if that is no good reason
    private boolean awaitsKey = true; // what comes before a key frame cannot be shown
    private boolean hasPackets = true;
    private boolean hasFrames;
    private boolean isOver;

    private Video(Demuxer demuxer, Decoder decoder, long maxPixels) {
        this.demuxer = demuxer;
        this.decoder = decoder;
        this.clock = VideoClock.of(demuxer.stream());
        this.maxPixels = maxPixels;
    }

    /**
     * @param maxPixels of a frame; checked by the header before one is decoded
     * @throws MalformedImageException if it is no video that can be read here, in a sentence
     * @throws IOException if the file cannot be read
     */
    public static Video open(Path file, long maxPixels) throws IOException {
        NativeLibraries.require();
        Demuxer demuxer = Demuxer.open(file, maxPixels);
        try {
            return new Video(demuxer, Decoder.of(demuxer.stream(), maxPixels), maxPixels);
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /**
     * The same, but frames at this time or before need not come: where the video has an index, what
     * lies before the key frame that leads there is not decoded.
     *
     * @param millis since the video's beginning
     */
    public static Video openBehind(long millis, Path file, long maxPixels) throws IOException {
        Video video = open(file, maxPixels);
        if (!video.demuxer.isIndexed() || video.isLedTo(millis)) {
            return video;
        }
        video.close(); // nobody knows where it stands now
        return open(file, maxPixels);
    }

    /** Whether the first frame from here on is no later: then none is passed over. */
    private boolean isLedTo(long time) {
        try {
            return demuxer.seek(clock.stamp(time), clock.quarter())
                    && next().filter(first -> first.millis() <= time).isPresent();
        } catch (IOException | MalformedImageException e) {
            return false; // from its beginning on it may be better
        }
    }

    /**
     * The next frame; empty at the end of the video.
     *
     * @throws MalformedImageException if the video turns out to have no frame at all
     * @throws IOException if it cannot be read from here on
     */
    public Optional<VideoFrame> next() throws IOException {
        while (!isOver) {
            int code = decoder.receive(frame);
            Optional<VideoFrame> found = Optional.empty();
            if (code >= 0) {
                found = received();
            } else if (code == AVERROR_EAGAIN()) {
                found = feed();
            } else if (code == AVERROR_EOF) {
                end();
            } else {
                found = failed();
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The pixels of the frame that {@link #next} gave last, if it is whole. */
    public RgbImage image() {
        return images.image(frame);
    }

    private Optional<VideoFrame> received() throws IOException {
        clock.advance(frame);
        boolean key = (frame.flags() & AV_FRAME_FLAG_KEY) != 0;
        if (frame.decode_error_flags() != 0 || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0) {
            return damaged();
        }
        if (awaitsKey && !key) {
            return Optional.empty();
        }
        if ((long) frame.width() * frame.height() > maxPixels) {
            throw Demuxer.tooLarge(frame.width(), frame.height(), maxPixels);
        }
        awaitsKey = false;
        hasFrames = true;
        return Optional.of(new VideoFrame(clock.millis(), VideoFrame.State.WHOLE));
    }

    private Optional<VideoFrame> feed() {
        int code = demuxer.read(packet);
        if (code < 0) {
            hasPackets = false;
            broken = code == AVERROR_EOF ? null : NativeErrors.words(code);
            decoder.send(null); // gives out what it holds
            return Optional.empty();
        }
        try {
            boolean cut = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
            return cut || decoder.send(packet) < 0 ? damaged() : Optional.empty();
        } finally {
            av_packet_unref(packet);
        }
    }

    /** Goes on with the next packet, so that a decoder that fails for ever comes to an end. */
    private Optional<VideoFrame> failed() throws IOException {
        Optional<VideoFrame> told = damaged();
        if (!hasPackets) {
            end();
        }
        Optional<VideoFrame> next = hasPackets ? feed() : Optional.empty();
        return told.or(() -> next);
    }

    /** Told once for each damage, and not of what comes before the first key frame. */
    private Optional<VideoFrame> damaged() {
        if (awaitsKey) {
            return Optional.empty();
        }
        awaitsKey = true;
        return Optional.of(new VideoFrame(clock.next(), VideoFrame.State.DAMAGED));
    }

    private void end() throws IOException {
        isOver = true;
        if (broken != null) {
            throw new IOException(broken);
        }
        if (demuxer.isCutOff()) {
            throw new IOException("the file is shorter than it says");
        }
        if (!hasFrames) {
            throw NativeErrors.malformed("No frame of it can be decoded");
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        images.close();
        decoder.close();
        demuxer.close();
    }
}
