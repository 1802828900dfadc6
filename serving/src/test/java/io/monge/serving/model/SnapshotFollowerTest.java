package io.monge.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.schemas.snapshot.CorruptSnapshotException;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What is wanted, what of it can be had, and what the health says. */
class SnapshotFollowerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long DAMAGED = 11;

    private final Sinks.Many<ModelNews> news = Sinks.many().unicast().onBackpressureBuffer();
    private final ModelSlot slot = new ModelSlot();
    private final List<TestMap> opened = new CopyOnWriteArrayList<>();
    private volatile Supplier<TestMap> maps = () -> TestMap.free(0);
    private final SnapshotFollower follower =
            new SnapshotFollower(
                    new Feed(),
                    new ModelCatalogue(),
                    slot,
                    (model, snapshot) -> opened(),
                    MetricEmitter.discarding());

    @AfterEach
    void close() {
        follower.close();
        slot.close();
    }

    @Test
    void goingBackToWhatIsServedIsWellAgainAndARefusedVersionIsRefusedAgain() {
        follower.start();
        publish(10);
        promote(10);
        tell(new ModelNews.CaughtUp());
        await().atMost(LONG).until(() -> follower.health().is(Health.State.UP));

        publish(DAMAGED);
        promote(DAMAGED);
        await().atMost(LONG).until(() -> follower.health().is(Health.State.DEGRADED));
        Health refused = follower.health();
        assertThat(refused.reason())
                .isEqualTo("chunk 1 of 1 is missing; version 10 is still served");

        promote(10);
        await().atMost(LONG).until(() -> follower.health().is(Health.State.UP));
        promote(DAMAGED);
        await().atMost(LONG).until(() -> follower.health().equals(refused));
    }

    @Test
    void tooLittleMemoryForAMapIsToldAndTheVersionTriedAgain() {
        maps = () -> TestMap.gated(new Exhausted());
        follower.start();
        publish(10);
        promote(10);
        tell(new ModelNews.CaughtUp());
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(follower.health().reason())
                                        .startsWith("version 10 could not be loaded: a test's"));
        assertThat(opened.get(0).isClosed()).isTrue();

        maps = () -> TestMap.free(0);
        publish(9); // any news will do

        await().atMost(LONG).until(() -> follower.health().is(Health.State.UP));
        assertThat(slot.current().orElseThrow().version()).isEqualTo(10);
    }

    @Test
    void topicsThatAreLostStayLostWhateverIsServed() {
        follower.start();
        publish(10);
        promote(10);
        tell(new ModelNews.CaughtUp());

        news.tryEmitError(new IllegalStateException("no broker")).orThrow();

        await().atMost(LONG).until(() -> slot.current().isPresent());
        assertThat(follower.health().is(Health.State.DOWN)).isTrue();
        follower.close(); // what was being done is done
        assertThat(follower.health().reason()).isEqualTo("no broker");
    }

    private TestMap opened() {
        TestMap map = maps.get();
        opened.add(map);
        return map;
    }

    private void publish(long version) {
        tell(new ModelNews.Published(TestModels.published(version)));
    }

    private void promote(long version) {
        tell(new ModelNews.Promoted(TestModels.promotion(version)));
    }

    private void tell(ModelNews item) {
        news.tryEmitNext(item).orThrow();
    }

    /** A pass for which there is no memory. */
    private static final class Exhausted extends Semaphore {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super(0);
        }

        @Override
        public void acquireUninterruptibly() {
            throw new OutOfMemoryError("a test's");
        }
    }

    /** All snapshots are there but one. */
    private final class Feed implements ModelFeed {
        @Override
        public Flux<ModelNews> news() {
            return news.asFlux();
        }

        @Override
        public byte[] fetch(PublishedModel model) {
            if (model.version() == DAMAGED) {
                throw new CorruptSnapshotException(
                        CorruptSnapshotException.Problem.INCOMPLETE, "chunk 1 of 1 is missing");
            }
            return new byte[0];
        }
    }
}
