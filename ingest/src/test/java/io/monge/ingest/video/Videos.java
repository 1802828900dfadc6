package io.monge.ingest.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.monge.imaging.RgbImage;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Videos for tests, ten frames a second, a key frame every twelve. */
public final class Videos {

    public static final int WIDTH = 64;
    public static final int HEIGHT = 48;

    private Videos() {}

    /** MPEG-4 of flat frames, each of its {@link #colour}. */
    public static Path write(Path file, int frames) {
        return write(file, frames, i -> flat(WIDTH, HEIGHT, i), recorder -> {});
    }

    /** The same of other frames, or with other settings. */
    public static Path write(
            Path file,
            int frames,
            IntFunction<RgbImage> images,
            Consumer<FFmpegFrameRecorder> settings) {
        NativeLibraries.require();
        RgbImage first = images.apply(0);
        try (FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder(file.toFile(), first.width(), first.height(), 0)) {
            recorder.setFrameRate(10);
            recorder.setGopSize(12);
            recorder.setVideoCodec(AV_CODEC_ID_MPEG4);
            recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
            recorder.setVideoQuality(2);
            settings.accept(recorder);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                try (Frame frame = frame(images.apply(i))) {
                    recorder.record(frame);
                }
            }
        } catch (FrameRecorder.Exception e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Silence, a second of it, and no picture. */
    public static Path writeSound(Path file) {
        NativeLibraries.require();
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1);
                Frame frame = new Frame()) {
            recorder.setAudioCodec(AV_CODEC_ID_AAC);
            recorder.setSampleRate(44_100);
            recorder.start();
            frame.sampleRate = 44_100;
            frame.audioChannels = 1;
            frame.samples = new ShortBuffer[] {ShortBuffer.allocate(44_100)};
            recorder.record(frame);
        } catch (FrameRecorder.Exception e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Of the frame with this number: no two of the first fifty are alike. */
    public static int[] colour(int frame) {
        return new int[] {5 * frame, 250 - 5 * frame, 40 * (frame % 5)};
    }

    public static RgbImage flat(int width, int height, int frame) {
        return split(width, height, colour(frame), colour(frame));
    }

    /** One colour on the left, another one on the right. */
    public static RgbImage split(int width, int height, int[] left, int[] right) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        for (int i = 0; i < width * height; i++) {
            int[] colour = i % width < width / 2 ? left : right;
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = (byte) colour[c];
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private static Frame frame(RgbImage image) {
        Frame frame = new Frame(image.width(), image.height(), Frame.DEPTH_UBYTE, 3);
        ByteBuffer bgr = (ByteBuffer) frame.image[0];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    int at = y * frame.imageStride + 3 * x + c;
                    bgr.put(at, (byte) image.channel(x, y, 2 - c));
                }
            }
        }
        return frame;
    }
}
