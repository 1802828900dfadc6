package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows of several lengths from one stream of samples. */
class OpenWindowsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Windowing WINDOWING =
            new Windowing(
                    List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1)),
                    Duration.ofSeconds(5));

    private final OpenWindows windows = new OpenWindows(WINDOWING);

    @Test
    void aLongWindowHoldsExactlyTheSamplesOfTheShortOnesWithinIt() {
        Random random = new Random(3);
        WindowSum whole = WindowSum.empty("1");
        List<MetricWindow> closed = new ArrayList<>();
        for (int second = 0; second <= 3605; second++) {
            MetricSample sample = Samples.at(NOON.plusSeconds(second), random.nextGaussian());
            assertThat(windows.add(sample)).isTrue();
            if (second < 3600) {
                whole.add(sample);
            }
            closed.addAll(closed());
        }

        assertThat(closed).filteredOn(window -> length(window) == 10).hasSize(360);
        assertThat(closed)
                .filteredOn(window -> length(window) == 60)
                .hasSize(60)
                .allMatch(window -> window.getCount() == 60);
        assertThat(closed).filteredOn(window -> length(window) == 3600).hasSize(1);
        MetricWindow hour = closed.get(closed.size() - 1);
        MetricWindow expected = whole.closed(key(NOON, Duration.ofHours(1)));
        assertThat(hour.getCount()).isEqualTo(3600);
        assertThat(hour.getP50()).isEqualTo(expected.getP50()); // the merged sketch is the sketch
        assertThat(hour.getP99()).isEqualTo(expected.getP99());
        assertThat(hour.getLast()).isEqualTo(expected.getLast());
        assertThat(hour.getMean()).isCloseTo(expected.getMean(), within(1e-13)); // rounding
        assertThat(hour.getStddev()).isCloseTo(expected.getStddev(), within(1e-13));
    }

    @Test
    void anOpenLongWindowIsToldOfWithWhatItsShortOnesHoldSoFar() {
        for (int second = 0; second < 25; second++) {
            windows.add(Samples.at(NOON.plusSeconds(second), second));
        }
        closed();

        List<MetricWindow> live = live(0);

        assertThat(live)
                .filteredOn(window -> length(window) > 10)
                .hasSize(2)
                .allMatch(window -> window.getCount() == 25 && !window.getClosed());
        assertThat(live(0)).isEmpty();
    }

    @Test
    void aLongWindowIsToldOfLessOftenButAtItsEnd() {
        windows.add(Samples.at(NOON, 1));
        assertThat(live(0)).hasSize(3);
        windows.add(Samples.at(NOON.plusSeconds(1), 1));
        assertThat(live(1000)).extracting(OpenWindowsTest::length).containsExactly(10L);
        windows.add(Samples.at(NOON.plusSeconds(2), 1));
        assertThat(live(6000)).extracting(OpenWindowsTest::length).containsExactly(10L, 60L);
        windows.add(Samples.at(NOON.plusSeconds(59), 1));
        windows.add(Samples.at(NOON.plusSeconds(60), 1));
        assertThat(live(7000))
                .filteredOn(window -> length(window) == 60 && window.getCount() == 4)
                .hasSize(1);
    }

    @Test
    void aSampleTooLateForTheShortestWindowIsInNone() {
        windows.add(Samples.at(NOON.plusSeconds(15), 1));

        assertThat(windows.add(Samples.at(NOON.plusSeconds(9), 2))).isFalse();

        assertThat(live(0)).allMatch(window -> window.getCount() == 1);
    }

    @Test
    void lengthsThatDoNotFitIntoOneAnotherAreRefused() {
        assertThatThrownBy(
                        () ->
                                new Windowing(
                                        List.of(Duration.ofSeconds(10), Duration.ofSeconds(25)),
                                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple");
        assertThatThrownBy(() -> new Windowing(List.of(), Duration.ZERO))
                .hasMessageContaining("at least one");
    }

    @Test
    void aKeyTellsTheLengthAndThatOfTheFirstVersionIsUnderstood() {
        WindowKey key = key(NOON, Duration.ofMinutes(1));

        assertThat(key.text())
                .isEqualTo("trainer.map.loss@" + NOON.toEpochMilli() + "@trainer@@60000");
        assertThat(WindowKey.parse(key.text(), Duration.ofSeconds(10))).isEqualTo(key);
        assertThat(WindowKey.parse("m@0@serving@7", Duration.ofSeconds(10)).text())
                .isEqualTo("m@0@serving@7@10000");
    }

    private List<MetricWindow> closed() {
        List<MetricWindow> closed = new ArrayList<>();
        if (windows.isCloseDue()) {
            windows.close(window -> closed.add(window.sum().closed(window.key())));
        }
        return closed;
    }

    private List<MetricWindow> live(long nowMillis) {
        List<MetricWindow> live = new ArrayList<>();
        windows.live(nowMillis, (key, sum) -> live.add(sum.live(key)));
        return live;
    }

    private static WindowKey key(Instant start, Duration length) {
        return new WindowKey(Series.of(Samples.at(start, 0)), start, length);
    }

    private static long length(MetricWindow window) {
        return Duration.between(window.getStart(), window.getEnd()).toSeconds();
    }
}
