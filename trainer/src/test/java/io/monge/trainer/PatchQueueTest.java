package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.monge.imaging.RgbImage;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatchQueueTest {

    private final AtomicLong demanded = new AtomicLong();

    @Test
    void takesFromThePartitionsInTurnHoweverTheyArrived() {
        PatchQueue queue = queue(2, Duration.ofMinutes(1));
        Stream.of(at(1, 0), at(1, 1), at(0, 0), at(0, 1)).forEach(queue::offer);

        List<StreamPosition> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.add(queue.take().position());
        }

        assertThat(order)
                .containsExactly(
                        new StreamPosition(0, 0),
                        new StreamPosition(1, 0),
                        new StreamPosition(0, 1),
                        new StreamPosition(1, 1));
        assertThat(demanded).as("one more asked for each one taken").hasValue(4);
    }

    @Test
    void waitsForThePartitionWhoseTurnItIsAndAsksForMoreMeanwhile() throws Exception {
        PatchQueue queue = queue(2, Duration.ofMinutes(1));
        queue.offer(at(1, 0));
        CompletableFuture<StreamedPatch> taken = CompletableFuture.supplyAsync(queue::take);
        await().untilAtomic(demanded, org.hamcrest.Matchers.is(1L));

        queue.offer(at(1, 1));
        assertThat(demanded).as("a patch of the wrong partition is replaced").hasValue(2);
        queue.offer(at(0, 0));

        assertThat(taken.get().position()).isEqualTo(new StreamPosition(0, 0));
        queue.take();
        assertThat(demanded)
                .as("the two asked for beyond the first demand are paid back")
                .hasValue(2);
    }

    @Test
    void passesOverASilentPartitionWhenPatienceEnds() {
        PatchQueue queue = queue(3, Duration.ofMillis(20));
        queue.offer(at(1, 0));
        queue.offer(at(1, 1));

        assertThat(queue.take().position()).isEqualTo(new StreamPosition(1, 0));
        assertThat(queue.take().position()).isEqualTo(new StreamPosition(1, 1));
        assertThat(queue.turn()).isEqualTo(2);
    }

    @Test
    void passesOverASilentPartitionAtOnceWhenTheOthersFillTheMemory() throws Exception {
        PatchQueue queue = queue(2, Duration.ofHours(1));
        RgbImage large = Patches.plain(1024, 0);
        CompletableFuture<StreamedPatch> taken = CompletableFuture.supplyAsync(queue::take);
        await().until(queue::isWaiting);

        for (int offset = 0; offset < 100; offset++) {
            StreamPosition position = new StreamPosition(1, offset);
            queue.offer(new StreamedPatch(position, "large", large));
        }

        assertThat(taken.get().position()).isEqualTo(new StreamPosition(1, 0));
        assertThat(demanded.get()).as("21 of 3 MiB, and a few").isBetween(20L, 24L);
        assertThat(queue.take().position())
                .as("not waited for again")
                .isEqualTo(new StreamPosition(1, 1));
    }

    @Test
    void pollNeverWaitsAndTakesWhatThereIs() {
        PatchQueue queue = queue(2, Duration.ofMinutes(1));

        assertThat(queue.poll()).isEmpty();
        queue.offer(at(1, 7));
        assertThat(queue.poll())
                .hasValueSatisfying(p -> assertThat(p.position().offset()).isEqualTo(7));
    }

    @Test
    void aPartitionThatWasAddedMeanwhileIsLeftToTheNextStart() {
        PatchQueue queue = queue(2, Duration.ZERO);

        queue.offer(at(2, 0));

        assertThat(queue.poll()).isEmpty();
        assertThat(demanded).as("another in its place").hasValue(1);
    }

    @Test
    void stoppingEndsAWaitButKeepsWhatHasArrived() {
        PatchQueue queue = queue(1, Duration.ZERO);
        CompletableFuture<StreamedPatch> taken = CompletableFuture.supplyAsync(queue::take);
        await().untilAtomic(demanded, org.hamcrest.Matchers.is(1L));

        queue.stopWaiting();

        assertThatThrownBy(taken::get)
                .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        queue.offer(at(0, 3));
        assertThat(queue.poll()).isPresent();
    }

    @Test
    void aBrokenStreamIsToldToTheTrainingThread() {
        PatchQueue queue = queue(1, Duration.ZERO);

        queue.fail(new IllegalStateException("no broker"));

        assertThatThrownBy(queue::poll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no broker");
    }

    private PatchQueue queue(int partitions, Duration patience) {
        return new PatchQueue(
                partitions,
                StreamState.beginning(new TreeMap<>(), 1),
                patience,
                demanded::addAndGet);
    }

    private static StreamedPatch at(int partition, long offset) {
        return Patches.grey(partition, offset);
    }
}
