package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeenImagesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SeenImages seen = new SeenImages();

    @Test
    void eachOfManyImagesIsNewOnce() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew("train/%06d.png".formatted(i), stamp(100))).isTrue();
            seen.take("train/%06d.png".formatted(i), stamp(100));
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew("train/%06d.png".formatted(i), stamp(100))).isFalse();
        }
    }

    @Test
    void anImageOfAnotherSizeOrTimeIsNew() {
        seen.take("a.png", stamp(100));

        assertThat(seen.isNew("a.png", stamp(101))).isTrue();
        assertThat(seen.isNew("a.png", new FileStamp(100, NOON.plusNanos(1)))).isTrue();
        assertThat(seen.isNew("a.png", stamp(100))).isFalse();
    }

    @Test
    void theNextPassLeavesOutWhatWasRefused() {
        seen.take("good.png", stamp(100));
        seen.refuse("bad.png", stamp(100));
        seen.nextPass();

        assertThat(seen.isNew("good.png", stamp(100))).isTrue();
        assertThat(seen.isNew("bad.png", stamp(100))).isFalse();
        seen.take("good.png", stamp(100));
        seen.nextPass();
        assertThat(seen.isNew("good.png", stamp(100))).isTrue();
    }

    private static FileStamp stamp(long size) {
        return new FileStamp(size, NOON);
    }
}
