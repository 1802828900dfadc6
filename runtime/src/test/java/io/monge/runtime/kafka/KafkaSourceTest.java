package io.monge.runtime.kafka;

import static io.monge.runtime.kafka.ScriptedConsumer.P0;
import static io.monge.runtime.kafka.ScriptedConsumer.P1;
import static io.monge.runtime.kafka.ScriptedConsumer.TOPIC;
import static io.monge.runtime.kafka.ScriptedConsumer.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** The hazards of the bridge, each on Kafka's mock consumer. */
class KafkaSourceTest {

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final List<Long> deadLetters = new CopyOnWriteArrayList<>();
    private final List<LostRecords> losses = new CopyOnWriteArrayList<>();
    private final Collector received = new Collector();

    @AfterEach
    void stop() {
        received.cancel();
        await().until(consumer::closed);
    }

    @Test
    void withoutDemandTheConsumerIsPausedAndGoesOnPolling() {
        open(Start.group("g"), P0);
        consumer.append(P0, "a");

        await().until(() -> consumer.paused().contains(P0));
        int polls = consumer.polls.get();
        await().until(() -> consumer.polls.get() > polls + 3);

        assertThat(consumer.position(P0)).isZero();
        assertThat(received.values).isEmpty();
    }

    @Test
    void demandResumesTheConsumerAndIsNotExceeded() {
        open(Start.group("g"), P0);
        consumer.append(P0, numbered(5));

        received.request(2);
        await().until(() -> received.values.size() == 2);
        await().until(() -> consumer.paused().contains(P0));

        assertThat(received.values()).containsExactly("v0", "v1");
    }

    @Test
    void partitionsAssignedWhilePausedArePausedBeforeAnythingIsFetched()
            throws InterruptedException {
        open(Start.group("g"), P0);
        await().until(() -> consumer.paused().contains(P0));

        CountDownLatch assigned = consumer.gainsWithRecord(P0, P1, "b");
        assertThat(assigned.await(5, TimeUnit.SECONDS)).isTrue();
        int polls = consumer.polls.get();
        await().until(() -> consumer.polls.get() > polls + 2);

        assertThat(consumer.paused()).contains(P1);
        assertThat(consumer.position(P1)).isZero();
    }

    @Test
    void revokedPartitionsAreGivenBackOnlyWhenHandedOutRecordsAreDoneAndCommitted() {
        open(Start.group("g"), P0, P1);
        consumer.append(P0, numbered(3));
        received.request(1);
        await().until(() -> received.values.size() == 1);

        CountDownLatch revoked = consumer.ownsLater(P1);
        await().during(Duration.ofMillis(200)).until(() -> revoked.getCount() == 1);
        received.values.get(0).acknowledge();
        await().until(() -> revoked.getCount() == 0);

        assertThat(consumer.committed(P0)).isEqualTo(1);
        received.request(10);
        consumer.append(P1, "other");
        await().until(() -> received.values.size() > 1 || received.error != null);
        assertThat(received.error).isNull();
        assertThat(received.values())
                .containsExactly("v0", "other"); // v1 and v2 were dropped with the queue
    }

    @Test
    void aSubscriberThatNeverFinishesDelaysTheGroupOnlyForTheRevokeTimeout() {
        open(Start.group("g"), P0, P1);
        consumer.append(P0, numbered(2));
        received.request(1);
        await().until(() -> received.values.size() == 1);

        CountDownLatch revoked = consumer.ownsLater(P1);
        await().atMost(Duration.ofSeconds(5)).until(() -> revoked.getCount() == 0);

        assertThat(consumer.committed(P0)).isEqualTo(-1);
        assertThat(received.values.get(0).isCurrent()).isFalse();
    }

    @Test
    void noRecordIsHandedOutBeforeTheGenerationItWasReadInIsKnown() {
        open(Start.group("g"), P0);
        received.request(1);
        await().until(() -> consumer.paused().isEmpty());

        CountDownLatch told = consumer.appendWithGenerationUntold(P0, "a");
        await().until(() -> consumer.position(P0) == 1);
        await().during(Duration.ofMillis(200)).until(received.values::isEmpty);
        told.countDown();
        await().until(() -> received.values.size() == 1);

        assertThat(received.values.get(0).fetched().membership().metadata()).isNotNull();
    }

    @Test
    void lostPartitionsAreForgottenWithoutACommit() {
        open(Start.group("g"), P0);
        consumer.append(P0, numbered(3));
        received.request(1);
        await().until(() -> received.values.size() == 1);

        consumer.loses(P0);
        await().until(() -> !received.values.get(0).isCurrent());
        received.values.get(0).acknowledge();
        received.request(5);
        int polls = consumer.polls.get();
        await().until(() -> consumer.polls.get() > polls + 5);

        assertThat(received.values()).containsExactly("v0");
        received.cancel();
        await().until(consumer::closed);
        assertThat(losses).isEmpty();
    }

    @Test
    void cancellingClosesTheConsumerAndCommitsWhatIsDone() {
        KafkaSource<String> source = open(Start.group("g"), P0);
        consumer.append(P0, numbered(3));
        received.request(3);
        await().until(() -> received.values.size() == 3);
        received.values.subList(0, 2).forEach(Delivery::acknowledge);

        await().until(() -> consumer.committed(P0) == 2);
        received.cancel();

        assertThat(source.awaitClosed(Duration.ofSeconds(5))).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheStreamGoesOn() {
        open(Start.group("g"), P0);
        consumer.append(P0, "good", "poison", "fine");

        received.request(2);
        await().until(() -> received.values.size() == 2);
        received.values.forEach(Delivery::acknowledge);

        assertThat(received.values()).containsExactly("good", "fine");
        assertThat(deadLetters).containsExactly(1L);
        await().until(() -> consumer.committed(P0) == 3);
    }

    @Test
    void offsetsAreCommittedInOrderHoweverAcknowledgementsCome() {
        open(Start.group("g"), P0);
        consumer.append(P0, numbered(4));
        received.request(4);
        await().until(() -> received.values.size() == 4);

        received.values.get(3).acknowledge();
        received.values.get(1).acknowledge();
        received.values.get(0).acknowledge();
        await().until(() -> consumer.committed(P0) == 2);
        received.values.get(2).acknowledge();

        await().until(() -> consumer.committed(P0) == 4);
    }

    @Test
    void aNewGroupBeginsWithTheOldestRecord() {
        received.open(source(Start.group("g")));
        await().until(() -> !consumer.subscription().isEmpty());
        consumer.owns(P0); // without a position: the mock, like a broker, knows no committed offset
        consumer.append(P0, "old");

        received.request(1);
        await().until(() -> received.values().equals(List.of("old")));
    }

    @Test
    void aSoleReaderBeginsWhereItsCallerSays() {
        consumer.append(P0, numbered(5));
        received.open(source(Start.at(Map.of(0, 3L))));

        received.request(2);
        await().until(() -> received.values().equals(List.of("v3", "v4")));
    }

    @Test
    void recordsThatRetentionHasDroppedAreCountedAndReadingGoesOnFromTheOldest() {
        consumer.append(P0, numbered(5));
        consumer.updateBeginningOffsets(Map.of(P0, 4L, P1, 0L));
        received.open(source(Start.at(Map.of(0, 1L))));

        received.request(1);
        await().until(() -> received.values().equals(List.of("v4")));

        assertThat(losses).containsExactly(new LostRecords(TOPIC, 0, 1, 4));
        assertThat(losses.get(0).count()).isEqualTo(3);
    }

    @Test
    void anErrorOfTheClientEndsTheStreamWithThatError() {
        open(Start.group("g"), P0);
        received.request(1);

        consumer.setPollException(new AuthorizationException("not you"));

        await().until(() -> received.error != null);
        assertThat(received.error).hasMessage("not you");
    }

    @Test
    void progressSaysHowFarTheReaderIsBehind() {
        KafkaSource<String> source = open(Start.group("g"), P0);
        consumer.append(P0, numbered(7));

        await().atMost(Duration.ofSeconds(10)).until(() -> source.lag() == 7);
        received.request(Long.MAX_VALUE);

        await().atMost(Duration.ofSeconds(10)).until(() -> source.progress().get(0).lag() == 0);
    }

    private KafkaSource<String> open(Start start, TopicPartition... partitions) {
        KafkaSource<String> source = source(start);
        received.open(source);
        await().until(() -> !consumer.subscription().isEmpty());
        consumer.owns(partitions);
        consumer.schedulePollTask(
                () -> List.of(partitions).forEach(partition -> consumer.seek(partition, 0)));
        await().until(() -> consumer.assignment().containsAll(List.of(partitions)));
        return source;
    }

    private KafkaSource<String> source(Start start) {
        ReadOptions options = ReadOptions.from(start).reportingLoss(losses::add);
        return new KafkaSource<>(
                new ConsumerLoop.Reading(TOPIC, options, Duration.ofMillis(700), () -> consumer),
                (topic, bytes) -> decoded(bytes),
                (raw, reason) -> {
                    deadLetters.add(raw.offset());
                    return Mono.just(new RecordPosition(0, 0));
                });
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("poison")) {
            throw new SerializationException("not a value");
        }
        return text;
    }

    /** Keeps what it gets and asks for nothing by itself. */
    private static final class Collector extends BaseSubscriber<Delivery<String>> {

        private final List<Delivery<String>> values = new CopyOnWriteArrayList<>();
        private volatile Throwable error;

        private void open(KafkaSource<String> source) {
            source.deliveries().subscribe(this);
        }

        private List<String> values() {
            return values.stream().map(Delivery::value).toList();
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // The tests ask.
        }

        @Override
        protected void hookOnNext(Delivery<String> delivery) {
            values.add(delivery);
        }

        @Override
        protected void hookOnError(Throwable problem) {
            error = problem;
        }
    }
}
