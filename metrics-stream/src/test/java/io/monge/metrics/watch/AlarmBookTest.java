package io.monge.metrics.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.metrics.watch.AlarmRule.When;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmBookTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AlarmBook book =
            new AlarmBook(
                    List.of(
                            rule("lag", When.ABOVE, 100, Duration.ofSeconds(20)),
                            rule("lag", When.SILENT, 0, Duration.ofMinutes(1)),
                            rule("fill", When.BELOW, 0.1, Duration.ZERO)));

    @Test
    void aBoundThatIsBrokenLongEnoughFiresOnceAndEndsWhenItIsKept() {
        window("lag", 200, 0);
        assertThat(at(0)).isEmpty();
        window("lag", 300, 10);
        assertThat(at(20)).as("measured for ten seconds only").isEmpty();
        window("lag", 300, 20);
        assertThat(at(20)).containsExactly("lag-above fires");
        assertThat(at(25)).isEmpty();
        window("lag", 50, 30);
        assertThat(at(30)).containsExactly("lag-above is over");
    }

    @Test
    void aShortExcessFiresNothing() {
        window("lag", 200, 0);
        window("lag", 50, 10);
        window("lag", 200, 20);
        assertThat(at(30)).isEmpty();
    }

    @Test
    void oneBadWindowThatNoneFollowsDoesNotLast() {
        window("lag", 200, 0);
        assertThat(at(60)).isEmpty();
    }

    @Test
    void silenceFiresAndTheNextWindowEndsIt() {
        assertThat(at(0)).as("never heard of").isEmpty();
        window("lag", 1, 0);
        assertThat(at(60)).isEmpty();
        assertThat(at(61)).containsExactly("lag-silent fires");
        window("lag", 1, 70);
        assertThat(at(70)).containsExactly("lag-silent is over");
    }

    @Test
    void whatWasMeasuredLongAgoBreaksNoBoundNow() {
        window("fill", 0.01, 0);
        assertThat(at(0)).containsExactly("fill-below fires");
        assertThat(at(119)).isEmpty();
        assertThat(at(120)).containsExactly("fill-below is over");
    }

    @Test
    void everySourceHasItsOwnAlarmAndOlderWindowsDoNotCount() {
        book.window("fill", "a", 0.01, NOON, NOON);
        book.window("fill", "b", 0.5, NOON, NOON);
        book.window("fill", "a", 0.5, NOON.minusSeconds(10), NOON);
        assertThat(book.at(NOON))
                .extracting(event -> event.key().text())
                .containsExactly("fill-below@a");
    }

    @Test
    void anAlarmOfAnEarlierRunGoesOnAndIsNotToldAgain() {
        book.recall(new AlarmBook.Key("fill-below", "s"), true, NOON.minusSeconds(30));
        window("fill", 0.01, 1);
        assertThat(at(1)).isEmpty();
        window("fill", 0.9, 2);
        assertThat(at(2)).containsExactly("fill-below is over");
    }

    @Test
    void aPauseOfTheWatchItselfIsNoSilence() {
        window("lag", 1, 0);
        book.begin(NOON.plusSeconds(600));
        assertThat(at(601)).isEmpty();
        assertThat(at(660)).isEmpty();
        assertThat(at(661)).containsExactly("lag-silent fires");
    }

    @Test
    void aSilenceOfAnEarlierRunGoesOnUntilAWindowComes() {
        book.recall(new AlarmBook.Key("lag-silent", "s"), true, NOON);
        book.begin(NOON.plusSeconds(600));
        assertThat(at(601)).isEmpty();
        window("lag", 1, 602);
        assertThat(at(602)).containsExactly("lag-silent is over");
    }

    private static AlarmRule rule(String metric, When when, double bound, Duration lasting) {
        String name = metric + "-" + when.name().toLowerCase(java.util.Locale.ROOT);
        return new AlarmRule(name, metric, when, bound, lasting, "says what it means");
    }

    private void window(String metric, double mean, int seconds) {
        Instant end = NOON.plusSeconds(seconds);
        book.window(metric, "s", mean, end, end);
    }

    private List<String> at(int seconds) {
        return book.at(NOON.plusSeconds(seconds)).stream()
                .map(event -> event.rule().name() + (event.firing() ? " fires" : " is over"))
                .toList();
    }
}
