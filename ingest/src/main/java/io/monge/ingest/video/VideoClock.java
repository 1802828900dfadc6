package io.monge.ingest.video;

import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** What time it is in a video: a stream's own units to milliseconds since its first frame. */
final class VideoClock {

    static final long UNKNOWN = Long.MIN_VALUE; // AV_NOPTS_VALUE

    /** Times that fall back by less come from containers that state few of them. */
    private static final long MOST_BACK = 1000;

    private final double millisPerUnit;
    private long start;
    private long millis;
    private long duration; // of the last frame, ms

    private VideoClock(double millisPerUnit, long start) {
        this.millisPerUnit = millisPerUnit;
        this.start = start;
    }

    static VideoClock of(AVStream stream) {
        double unit = 1000.0 * stream.time_base().num() / stream.time_base().den();
        return new VideoClock(unit, stream.start_time());
    }

    /** In units of the stream, a quarter of a second. */
    long quarter() {
        return Math.max(1, (long) (250 / millisPerUnit));
    }

    /** In units of the stream, a time since its beginning. */
    long stamp(long time) {
        long first = start == UNKNOWN ? 0 : start;
        return first + (long) ((time + 0.49) / millisPerUnit); // the last that rounds to it
    }

    /**
     * Another frame has been decoded.
     *
     * @throws IOException if its time lies far before the last one's: no name would be its own
     */
    void advance(AVFrame frame) throws IOException {
        long stamp = frame.best_effort_timestamp();
        long now = stamp == UNKNOWN ? millis + duration : millisOf(stamp);
        if (now < millis - MOST_BACK) {
            throw new IOException(
                    "its time falls back from %s to %s"
                            .formatted(VideoTime.nameOf(millis), VideoTime.nameOf(now)));
        }
        millis = Math.max(now, millis);
        duration = Math.max(1, Math.round(frame.duration() * millisPerUnit));
    }

    private long millisOf(long stamp) {
        if (start == UNKNOWN) {
            start = stamp;
        }
        return Math.max(0, Math.round((stamp - start) * millisPerUnit));
    }

    /** Of the last frame. */
    long millis() {
        return millis;
    }

    /** At which the next frame is expected. */
    long next() {
        return millis + duration;
    }
}
