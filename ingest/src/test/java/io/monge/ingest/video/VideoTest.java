package io.monge.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos that the same FFmpeg has written. */
class VideoTest {

    private static final long PIXELS = 100_000;

    /** YUV in 8 bits holds a colour to 2, MPEG-4 at its best quality to as much again. */
    private static final int TOLERANCE = 5;

    private static final int[] RED = {200, 20, 20};
    private static final int[] BLUE = {20, 20, 200};

    @TempDir Path folder;

    /** A whole frame as it came. */
    record Shown(long millis, RgbImage image) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"a.mp4", "a.mkv", "a.avi", "a.mov", "a.ts", "a.mpg", "a.webm", "h264.mp4"})
    void everyFrameComesAtItsTimeInItsColour(String name) throws IOException {
        Path file =
                Videos.write(
                        folder.resolve(name),
                        30,
                        i -> Videos.flat(Videos.WIDTH, Videos.HEIGHT, i),
                        recorder -> {
                            if (name.endsWith("webm")) {
                                recorder.setVideoCodecName("libvpx-vp9");
                                recorder.setVideoOption("deadline", "realtime");
                            }
                            if (name.startsWith("h264")) {
                                recorder.setVideoCodecName("libopenh264");
                            }
                            if (name.endsWith("mpg")) {
                                recorder.setVideoCodecName("mpeg2video");
                                recorder.setFrameRate(25);
                            }
                        });

        List<Shown> frames = frames(Video.open(file, PIXELS));

        assertThat(frames).hasSize(30);
        for (int i = 0; i < 30; i++) {
            long time = i * (name.endsWith("mpg") ? 40L : 100L);
            assertThat(frames.get(i).millis()).isEqualTo(time);
            assertColour(frames.get(i).image(), 10, 10, Videos.colour(i));
        }
    }

    @Test
    void framesBetweenOthersAreShownInTheOrderOfTheirTimes() throws IOException {
        Path file =
                Videos.write(
                        folder.resolve("a.mp4"),
                        30,
                        i -> Videos.flat(Videos.WIDTH, Videos.HEIGHT, i),
                        recorder -> recorder.setMaxBFrames(2));

        List<Shown> frames = frames(Video.open(file, PIXELS));

        assertThat(frames).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(frames.get(i).millis()).isEqualTo(100L * i);
            assertColour(frames.get(i).image(), 10, 10, Videos.colour(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp4", "a.mkv"})
    void behindATimeTheSameFramesComeAndFewBeforeIt(String name) throws IOException {
        Path file =
                Videos.write(
                        folder.resolve(name),
                        40,
                        i -> Videos.flat(Videos.WIDTH, Videos.HEIGHT, i),
                        recorder -> recorder.setMaxBFrames(2));
        List<Shown> all = frames(Video.open(file, PIXELS));

        for (int i = 0; i < 40; i++) {
            long done = all.get(i).millis();
            List<Shown> rest = frames(Video.openBehind(done, file, PIXELS));

            assertThat(rest.stream().filter(frame -> frame.millis() > done))
                    .containsExactlyElementsOf(all.subList(i + 1, 40));
            assertThat(rest).hasSizeBetween(39 - i, 39 - i + 12 + 3);
        }
    }

    @Test
    void whereNoIndexLeadsThereItBeginsAtTheBeginning() throws IOException {
        Path file = Videos.write(folder.resolve("a.ts"), 30);

        assertThat(frames(Video.openBehind(2000, file, PIXELS)))
                .containsExactlyElementsOf(frames(Video.open(file, PIXELS)));
    }

    @Test
    void losslessFramesComeAsTheyWere() throws IOException {
        RgbImage grey = Videos.split(34, 22, new int[] {0, 0, 0}, new int[] {255, 255, 255});
        Path file =
                Videos.write(
                        folder.resolve("a.mkv"),
                        3,
                        i -> grey,
                        recorder -> {
                            recorder.setVideoCodec(AV_CODEC_ID_FFV1);
                            recorder.setPixelFormat(AV_PIX_FMT_YUV444P);
                        });

        assertThat(frames(Video.open(file, PIXELS))).extracting(Shown::image).containsOnly(grey);
    }

    @Test
    void interlacedFramesComeWhole() throws IOException {
        Path file =
                Videos.write(
                        folder.resolve("a.mp4"),
                        12,
                        i -> Videos.flat(66, 50, i),
                        recorder -> recorder.setVideoOption("flags", "+ildct+ilme"));

        List<Shown> frames = frames(Video.open(file, PIXELS));

        assertThat(frames).hasSize(12);
        assertColour(frames.get(7).image(), 65, 49, Videos.colour(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void framesAreShownAsTheCameraWasHeld(int degrees) throws IOException {
        Path file =
                Videos.write(
                        folder.resolve("a.mp4"),
                        2,
                        i -> Videos.split(64, 32, RED, BLUE),
                        recorder -> recorder.setDisplayRotation((double) degrees));

        RgbImage image = frames(Video.open(file, PIXELS)).get(1).image();

        // FFmpeg counts counterclockwise: what was on the left is at the bottom after 90 degrees.
        boolean lies = degrees == 180;
        assertThat(image.width()).isEqualTo(lies ? 64 : 32);
        assertThat(image.height()).isEqualTo(lies ? 32 : 64);
        int farX = lies ? 60 : 16;
        int farY = lies ? 16 : 60;
        assertColour(image, farX, farY, degrees == 270 ? BLUE : RED);
        assertColour(image, lies ? 4 : 16, lies ? 16 : 4, degrees == 270 ? RED : BLUE);
    }

    @Test
    void aFrameLargerThanAllowedIsRefusedByTheHeader() {
        Path file = Videos.write(folder.resolve("a.mp4"), 2);

        assertThatThrownBy(() -> Video.open(file, 64 * 48 - 1))
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE))
                .hasMessage("A frame of it is 64x48 = 3072 pixels; at most 3071 are allowed");
    }

    @Test
    void aVideoWithoutPicturesIsRefused() {
        Path file = Videos.writeSound(folder.resolve("a.mp4"));

        assertThatThrownBy(() -> Video.open(file, PIXELS))
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessage("It has no video stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:3,\nother.ts\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile other.ts\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>",
                "Dear all",
                ""
            })
    void aListOfOtherFilesIsNotFollowed(String text) throws IOException {
        Videos.write(folder.resolve("other.ts"), 30);
        Path file = Files.writeString(folder.resolve("a.mp4"), text);

        assertThatThrownBy(() -> Video.open(file, PIXELS))
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
                .hasMessageStartingWith("It is no video of a kind that is read here");
    }

    @Test
    void aNameThatLooksLikeAnAddressIsOnlyAName() throws IOException {
        boolean writable =
                Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode('\u00e4');
        String name = "concat:b.ts|http:c %d" + (writable ? "\u00e4" : "a") + ".mp4";
        Path file = Videos.write(folder.resolve(name), 3);

        assertThat(frames(Video.open(file, PIXELS))).hasSize(3);
        assertThatThrownBy(() -> Video.open(folder.resolve("no.mp4"), PIXELS))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aMatroskaFileThatIsShorterThanItSaysIsToldAtItsEnd() throws IOException {
        Path whole = Videos.write(folder.resolve("a.mkv"), 40);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("b.mkv"), Arrays.copyOf(bytes, bytes.length * 3 / 4));

        List<Long> times = new ArrayList<>();
        try (Video video = Video.open(cut, PIXELS)) {
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    times.add(video.next().orElseThrow().millis());
                                }
                            })
                    .isInstanceOf(IOException.class)
                    .hasMessage("the file is shorter than it says");
        }

        assertThat(times).hasSizeBetween(10, 39).isSorted();
        assertThat(MatroskaSize.isCutOff(whole)).isFalse();
    }

    private static List<Shown> frames(Video video) throws IOException {
        try (video) {
            List<Shown> frames = new ArrayList<>();
            Optional<VideoFrame> next = video.next();
            while (next.isPresent()) {
                assertThat(next.get().state()).isEqualTo(VideoFrame.State.WHOLE);
                frames.add(new Shown(next.get().millis(), video.image()));
                next = video.next();
            }
            return frames;
        }
    }

    private static void assertColour(RgbImage image, int x, int y, int[] colour) {
        for (int c = 0; c < 3; c++) {
            assertThat(image.channel(x, y, c))
                    .isBetween(colour[c] - TOLERANCE, colour[c] + TOLERANCE);
        }
    }
}
