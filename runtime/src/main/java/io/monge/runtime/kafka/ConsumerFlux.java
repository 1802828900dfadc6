package io.monge.runtime.kafka;

import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A consumer as a Flux: opened by the subscription, closed by its end or cancellation. Items are
 * emitted on a thread of their own, so that a subscriber that takes its time holds up neither the
 * polling nor any other stream.
 */
final class ConsumerFlux {

    private ConsumerFlux() {}

    static Flux<Fetched> open(ConsumerLoop.Reading reading, AtomicReference<ConsumerLoop> current) {
        return Flux.defer(
                () -> {
                    HandOver handOver = new HandOver();
                    ConsumerLoop loop = new ConsumerLoop(reading, handOver);
                    current.set(loop);
                    return open(handOver, loop, "kafka-" + reading.topic() + "-out");
                });
    }

    private static Flux<Fetched> open(HandOver handOver, ConsumerLoop loop, String threadName) {
        Scheduler out = Schedulers.newSingle(threadName, true);
        return Flux.<Fetched>generate(
                        handOver::next) // asked once for each demanded item: no buffer of its own
                .subscribeOn(out)
                .doOnRequest(
                        n -> {
                            handOver.request(n);
                            if (handOver.wantsMore()) { // else the queue meets it without a poll
                                loop.wake();
                            }
                        })
                .doOnSubscribe(subscription -> loop.start())
                .doFinally(
                        signal -> {
                            loop.close();
                            handOver.close();
                            out.dispose();
                        });
    }
}
