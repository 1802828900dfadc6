package io.monge.ingest.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.monge.imaging.Dihedral;
import io.monge.imaging.RgbImage;
import java.io.Closeable;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Decoded frames, whatever their layout, to upright images. */
final class RgbFrames implements Closeable {

    /** Height from which a video that does not say is taken for one of HDTV's colours. */
    private static final int HIGH_DEFINITION = 720;

    private final SwsContext scaler;
    private final AVFrame rgb;

    RgbFrames() {
        scaler = NativeErrors.made(sws_alloc_context());
        scaler.flags(SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT);
        rgb = NativeErrors.made(av_frame_alloc());
    }

    /** A copy: the frame may be given back afterwards. */
    RgbImage image(AVFrame frame) {
        if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED && frame.height() >= HIGH_DEFINITION) {
            frame.colorspace(AVCOL_SPC_BT709);
        }
        try {
            rgb.format(AV_PIX_FMT_RGB24);
            rgb.width(frame.width());
            rgb.height(frame.height());
            rgb.flags(frame.flags()); // fields stay fields
            rgb.colorspace(AVCOL_SPC_RGB);
            rgb.color_range(AVCOL_RANGE_JPEG);
            NativeErrors.require(av_frame_get_buffer(rgb, 0), "hold a frame");
            NativeErrors.require(sws_scale_frame(scaler, rgb, frame), "convert a frame");
            return turned(frame).of(pixels());
        } finally {
            av_frame_unref(rgb);
        }
    }

    private RgbImage pixels() {
        int width = rgb.width();
        int height = rgb.height();
        int row = RgbImage.CHANNELS * width;
        int stride = rgb.linesize(0);
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        BytePointer data = rgb.data(0).capacity((long) stride * (height - 1) + row);
        ByteBuffer rows = data.asByteBuffer();
        for (int y = 0; y < height; y++) {
            rows.get(y * stride, pixels, y * row, row);
        }
        return new RgbImage(width, height, pixels);
    }

    /** As the camera was held: FFmpeg's matrix maps stored axes to shown ones, y downwards. */
    private static Dihedral turned(AVFrame frame) {
        AVFrameSideData side = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        if (side == null || side.isNull() || side.size() < 9 * Integer.BYTES) {
            return Dihedral.IDENTITY;
        }
        int[] matrix = new int[9];
        new IntPointer(side.data()).get(matrix);
        return Turn.of(matrix);
    }

    @Override
    public void close() {
        av_frame_free(rgb);
        sws_free_context(scaler);
    }
}
