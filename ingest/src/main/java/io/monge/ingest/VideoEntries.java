package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import io.monge.imaging.RgbImage;
import io.monge.ingest.video.Video;
import io.monge.ingest.video.VideoFrame;
import io.monge.ingest.video.VideoTime;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A video as an archive of its frames: of each interval the first one, named by its time, such as
 * {@code 00:00:12.000}. An entry that is damaged is where one is missing.
 */
final class VideoEntries implements ArchiveEntries {

    private final Video video;
    private final FileStamp stamp;
    private final VideoConfig config;
    private long lastTaken;
    private VideoFrame.State state = VideoFrame.State.WHOLE;
    private boolean isTaken;

    private VideoEntries(Video video, FileStamp stamp, VideoConfig config, long lastTaken) {
        this.video = video;
        this.stamp = stamp;
        this.config = config;
        this.lastTaken = lastTaken;
    }

    /**
     * @param done name of the last frame that need not come again
     * @param maxPixels of a frame
     */
    static VideoEntries open(
            FoundFile file, Optional<String> done, VideoConfig config, long maxPixels)
            throws IOException {
        OptionalLong behind = done.map(VideoTime::millisOf).orElse(OptionalLong.empty());
        Video video =
                behind.isPresent()
                        ? Video.openBehind(behind.getAsLong(), file.path(), maxPixels)
                        : Video.open(file.path(), maxPixels);
        return new VideoEntries(video, file.stamp(), config, behind.orElse(-1));
    }

    @Override
    public Optional<ArchiveEntry> next() throws IOException {
        Optional<VideoFrame> frame = video.next();
        frame.ifPresent(this::look);
        return frame.map(taken -> new ArchiveEntry(VideoTime.nameOf(taken.millis()), stamp));
    }

    private void look(VideoFrame frame) {
        long millis = frame.millis();
        state = frame.state();
        if (state == VideoFrame.State.DAMAGED) {
            isTaken = millis > lastTaken; // to be told, whether it would have been wanted or not
            return;
        }
        isTaken =
                millis > lastTaken
                        && (lastTaken < 0 || config.interval(millis) > config.interval(lastTaken));
        lastTaken = isTaken ? millis : lastTaken;
    }

    @Override
    public boolean isImage(ArchiveEntry entry) {
        return isTaken;
    }

    @Override
    public FoundImage.Bytes read() {
        if (state == VideoFrame.State.DAMAGED) {
            throw new MalformedImageException(
                    Kind.MALFORMED,
                    "The video is damaged here; it goes on with the next key frame");
        }
        RgbImage image = video.image();
        return codec -> image;
    }

    @Override
    public void close() {
        video.close();
    }
}
