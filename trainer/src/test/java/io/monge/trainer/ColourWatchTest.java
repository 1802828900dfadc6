package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.trainer.Divergence.Reason;
import io.monge.trainer.GuardConfig.ColourBound;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColourWatchTest {

    private final ColourWatch watch = new ColourWatch(new ColourBound(0.5, 2));

    @Test
    void afterARestartItKnowsThatTheColoursWereRightOnce() {
        watch.trust(5);
        watch.trust(-1); // an older checkpoint, of before that

        assertThat(watch.trustedUntil()).isEqualTo(5);
        assertThat(watch.judge(0, 9, rendition(v -> Math.min(255, v + 60)))).isPresent();
    }

    @Test
    void aMapThatKeepsItsColoursIsTrusted() {
        assertThat(watch.judge(0, 7, rendition(v -> v))).isEmpty();

        assertThat(watch.trustedUntil()).isEqualTo(7);
        assertThat(watch.take()).isEmpty();
    }

    @Test
    void aMeanThatDriftsIsFoundOnceWithTheLastVersionThatWasGood() {
        watch.judge(0, 7, rendition(v -> v));

        assertThat(watch.judge(0, 9, rendition(v -> Math.min(255, v + 60))))
                .get()
                .asString()
                .startsWith("the colours of iteration 9 have left HR's: mean off by");

        assertThat(watch.take())
                .hasValueSatisfying(
                        found -> {
                            assertThat(found.reason()).isEqualTo(Reason.COLOURS);
                            assertThat(found.trustedUntil()).isEqualTo(7);
                        });
        assertThat(watch.take()).isEmpty();
    }

    @Test
    void aContrastThatCollapsesOrSwellsIsFound() {
        watch.judge(0, 7, rendition(v -> v));

        assertThat(watch.judge(0, 8, rendition(v -> 128 + (v - 128) / 2))).isPresent();
        assertThat(watch.judge(0, 9, rendition(v -> v < 128 ? 0 : 255))).isPresent();
        assertThat(watch.judge(0, 10, rendition(v -> 128))).as("no colour left").isPresent();
    }

    @Test
    void aMapThatHasNoColoursYetIsWaitedFor() {
        assertThat(watch.judge(0, 1, rendition(v -> 128))).isEmpty();
        assertThat(watch.judge(0, 2, rendition(v -> 120 + v / 16))).isEmpty();

        assertThat(watch.trustedUntil()).isNegative();
    }

    @Test
    void scenesThatDifferAreNotTheMapsFault() {
        List<RgbImage> dark = images(1, v -> v / 3);
        List<RgbImage> bright = images(2, v -> 255 - v / 2);

        assertThat(watch.judge(0, 1, new Rendition(dark, dark, bright, 1))).isEmpty();
        assertThat(watch.trustedUntil()).isEqualTo(1);
    }

    @Test
    void whatIsFoundOfABranchThatHasBeenLeftCountsForNothing() {
        Rendition bright = rendition(v -> Math.min(255, v + 60));
        watch.judge(0, 7, rendition(v -> v));
        watch.judge(0, 9, bright);

        watch.begin(1);

        assertThat(watch.take()).as("found before the return").isEmpty();
        assertThat(watch.judge(0, 11, bright)).as("it must not be served either").isPresent();
        assertThat(watch.judge(0, 13, rendition(v -> v))).isPresent();
        assertThat(watch.take()).as("found after it").isEmpty();
        assertThat(watch.trustedUntil()).isEqualTo(7);
        assertThat(watch.judge(1, 11, bright)).isPresent();
        assertThat(watch.take()).isPresent();
    }

    /** LR and HR of the same colours, SR of LR's changed by the map. */
    private static Rendition rendition(IntUnaryOperator map) {
        return new Rendition(images(1, v -> v), images(1, map), images(2, v -> v), 1);
    }

    private static List<RgbImage> images(long seed, IntUnaryOperator map) {
        Random random = new Random(seed);
        return IntStream.range(0, 16)
                .mapToObj(i -> Wire.noise(random, 8))
                .map(
                        image -> {
                            byte[] pixels = image.pixels().clone();
                            for (int j = 0; j < pixels.length; j++) {
                                pixels[j] = (byte) map.applyAsInt(pixels[j] & 0xff);
                            }
                            return new RgbImage(8, 8, pixels);
                        })
                .toList();
    }
}
