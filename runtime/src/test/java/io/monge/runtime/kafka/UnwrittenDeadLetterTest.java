package io.monge.runtime.kafka;

import static io.monge.runtime.kafka.ScriptedConsumer.P0;
import static io.monge.runtime.kafka.ScriptedConsumer.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A record that cannot be read, while its dead letter cannot be written either. */
class UnwrittenDeadLetterTest {

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final AtomicInteger letters = new AtomicInteger();

    @Test
    void isTriedAgainAndTheOffsetMovesOnOnceItIsThere() {
        AtomicInteger failures = new AtomicInteger(2);
        Disposable reading =
                read(
                        Mono.defer(
                                () ->
                                        failures.getAndDecrement() > 0
                                                ? Mono.<RecordPosition>error(
                                                        new IllegalStateException("no broker"))
                                                : Mono.just(new RecordPosition(0, 0))));

        consumer.append(P0, "good", "poison", "fine");

        await().until(() -> consumer.committed(P0) == 3);
        assertThat(failures).as("it was written at the third attempt").hasValue(-1);
        assertThat(letters).as("and counted once").hasValue(1);
        close(reading);
    }

    @Test
    void isGivenUpWhenTheStreamEnds() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        Disposable reading =
                read(
                        Mono.<RecordPosition>never()
                                .doOnSubscribe(subscription -> begun.countDown())
                                .doOnCancel(givenUp::countDown));
        consumer.append(P0, "poison");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        close(reading);

        assertThat(givenUp.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(consumer.committed(P0))
                .as("the next start reads the record again")
                .isEqualTo(-1);
    }

    private Disposable read(Mono<RecordPosition> letter) {
        KafkaSource<String> source =
                new KafkaSource<>(
                        new ConsumerLoop.Reading(
                                TOPIC,
                                ReadOptions.from(Start.group("g")),
                                Duration.ofMillis(700),
                                () -> consumer),
                        (topic, bytes) -> decoded(bytes),
                        (raw, reason) -> {
                            letters.incrementAndGet();
                            return letter;
                        });
        Disposable reading = source.deliveries().subscribe(Delivery::acknowledge);
        await().until(() -> !consumer.subscription().isEmpty());
        consumer.owns(P0);
        consumer.schedulePollTask(() -> consumer.seek(P0, 0));
        await().until(() -> consumer.assignment().contains(P0));
        return reading;
    }

    private void close(Disposable reading) {
        reading.dispose();
        await().until(consumer::closed);
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("poison")) {
            throw new SerializationException("not a value");
        }
        return text;
    }
}
