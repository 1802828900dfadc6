package io.monge.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.monge.schemas.record.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A record that is refused while its dead letter cannot be written. */
class RefusedRecordTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger counted = new AtomicInteger();
    private final DeadLetters letters =
            new DeadLetters(
                    new KafkaSink<DeadLetter>("letters", (topic, letter) -> new byte[1], producer),
                    1 << 20,
                    counted::incrementAndGet);
    private final FetchedRecord record =
            new FetchedRecord(
                    new ConsumerRecord<>("t", 0, 7, new byte[] {1}, new byte[] {2}),
                    new Membership(Thread.currentThread()));

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    void isTriedAgainWhileTheBrokerIsAwayAndAcknowledgedOnceTheLetterIsThere() {
        Mono<Void> outcome = refuse();
        failNext(new TimeoutException("no broker for two minutes"));
        failNext(new TimeoutException("no broker for another two"));
        assertThat(record.isAcknowledged()).isFalse();

        await().until(producer::completeNext);

        outcome.block(SOON);
        assertThat(record.isAcknowledged()).isTrue();
        assertThat(producer.history()).as("attempts").hasSize(3);
        assertThat(counted).as("one record, one letter").hasValue(1);
    }

    @Test
    void failsAtOnceWhereWaitingDoesNotHelp() {
        Mono<Void> outcome = refuse();
        failNext(new TopicAuthorizationException(Set.of("letters")));

        assertThatThrownBy(() -> outcome.block(SOON))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThat(producer.history()).as("attempts").hasSize(1);
        assertThat(record.isAcknowledged()).as("the next start reads it again").isFalse();
    }

    @Test
    void isLeftToTheMemberThatReadsItAgain() {
        Mono<Void> outcome = refuse();
        record.disown();
        failNext(new TimeoutException("no broker for two minutes"));

        outcome.block(SOON);
        assertThat(producer.history()).as("attempts").hasSize(1);
        assertThat(record.isAcknowledged()).isFalse();
    }

    private Mono<Void> refuse() {
        assertThat(record.handOut()).isTrue();
        Delivery<String> delivery =
                new Delivery<>(new Received<>("t", 0, 7, "k", "v", Instant.EPOCH), record);
        return letters.refuse(delivery, "the value makes no sense");
    }

    private void failNext(RuntimeException problem) {
        await().until(() -> producer.errorNext(problem));
    }
}
