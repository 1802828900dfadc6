package io.monge.serving.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MetricBoardTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:00Z");

    private final MetricBoard board = new MetricBoard();

    @Test
    void windowsThatBeginTogetherAreKeptBySourceAndVersion() {
        Window one = window("serving-a", OptionalLong.of(10), 0, 5);
        Window afterItsSwap = window("serving-a", OptionalLong.of(11), 0, 3);
        Window other = window("serving-b", OptionalLong.of(10), 0, 7);
        board.put(one);
        board.put(other);
        board.put(afterItsSwap);
        Window grown = window("serving-b", OptionalLong.of(10), 0, 9);
        board.put(grown);

        assertThat(board.recent(1)).containsExactly(one, afterItsSwap, grown);
        assertThat(board.received()).isEqualTo(3);
    }

    @Test
    void anHourIsKeptOfHoweverManySources() {
        for (int i = 0; i < MetricBoard.KEPT + 5; i++) {
            board.put(window("serving-a", OptionalLong.empty(), i, 1));
            board.put(window("serving-b", OptionalLong.empty(), i, 1));
        }

        assertThat(board.recent(MetricBoard.KEPT)).hasSize(2 * MetricBoard.KEPT);
        assertThat(board.recent(1))
                .extracting(Window::source)
                .containsExactly("serving-a", "serving-b");
        assertThat(board.recent(MetricBoard.KEPT).get(0).start()).isEqualTo(START.plusSeconds(50));
    }

    @Test
    void sourcesWithoutEndDoNotFillTheMemory() {
        for (int i = 0; i < 1000; i++) {
            board.put(window("stranger-" + i, OptionalLong.empty(), 0, 1));
        }

        assertThat(board.recent(1)).hasSizeLessThan(100);
    }

    private static Window window(String source, OptionalLong version, int number, long count) {
        Instant start = START.plusSeconds(10L * number);
        return new Window(
                "serving.requests",
                source,
                "requests",
                version,
                start,
                start.plusSeconds(10),
                count,
                1,
                0,
                1,
                1,
                1,
                1,
                1,
                1,
                false);
    }
}
