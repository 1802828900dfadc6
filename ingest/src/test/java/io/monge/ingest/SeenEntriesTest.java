package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeenEntriesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SeenEntries seen = new SeenEntries();

    @Test
    void eachOfManyEntriesIsNewOnce() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew(entry("train/%06d.png".formatted(i), 100))).isTrue();
            seen.take(entry("train/%06d.png".formatted(i), 100));
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew(entry("train/%06d.png".formatted(i), 100))).isFalse();
        }
    }

    @Test
    void anEntryOfAnotherSizeOrTimeIsNew() {
        seen.take(entry("a.png", 100));

        assertThat(seen.isNew(entry("a.png", 101))).isTrue();
        assertThat(seen.isNew(new ArchiveEntry("a.png", new FileStamp(100, NOON.plusNanos(1)))))
                .isTrue();
        assertThat(seen.isNew(entry("a.png", 100))).isFalse();
    }

    @Test
    void theNextPassLeavesOutWhatWasRefused() {
        seen.take(entry("good.png", 100));
        seen.refuse(entry("bad.png", 100));
        seen.nextPass();

        assertThat(seen.isNew(entry("good.png", 100))).isTrue();
        assertThat(seen.isNew(entry("bad.png", 100))).isFalse();
        seen.take(entry("good.png", 100));
        seen.nextPass();
        assertThat(seen.isNew(entry("good.png", 100))).isTrue();
    }

    private static ArchiveEntry entry(String name, long size) {
        return new ArchiveEntry(name, new FileStamp(size, NOON));
    }
}
