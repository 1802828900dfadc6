package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShuffledPassesTest {

    @Test
    void everyPassShowsEveryImageOnceInAnOrderOfItsOwn() {
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            images.add(new RgbImage(1, 1, new byte[] {(byte) i, 0, 0}));
        }
        var pool = new ShuffledPasses(images);
        var random = new SplittableRandom(1);

        List<RgbImage> first = images.stream().map(any -> pool.next(random)).toList();
        List<RgbImage> second = images.stream().map(any -> pool.next(random)).toList();

        assertThat(first).containsExactlyInAnyOrderElementsOf(images);
        assertThat(second).containsExactlyInAnyOrderElementsOf(images).isNotEqualTo(first);
    }
}
