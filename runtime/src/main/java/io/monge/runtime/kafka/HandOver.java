package io.monge.runtime.kafka;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SynchronousSink;

/**
 * Between the consumer's thread, which offers what it has polled, and the subscriber's, which takes
 * one at a time and only as demanded. Any thread may add demand. The queue is bounded by the loop,
 * which stops polling when {@link #wantsMore} says so: it holds at most the bound plus one poll.
 */
final class HandOver {

    private static final int MAX_QUEUED = 512;

    private sealed interface Item {
        record Next(Fetched fetched) implements Item {}

        record Failure(RuntimeException error) implements Item {}

        record End() implements Item {}
    }

    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicLong demand = new AtomicLong();

    void request(long n) {
        demand.accumulateAndGet(n, Operators::addCap);
    }

    /** Whether there is demand that the queue cannot meet. */
    boolean wantsMore() {
        int queued = queue.size();
        return queued < MAX_QUEUED && demand.get() > queued;
    }

    void offer(Fetched fetched) {
        queue.add(new Item.Next(fetched));
    }

    /** Ends the stream with an error, after what is queued. */
    void fail(RuntimeException error) {
        queue.add(new Item.Failure(error));
    }

    /** Ends the stream, without what is queued. */
    void close() {
        queue.clear();
        queue.add(new Item.End());
    }

    /** Forgets the queued records of a partition that was taken away. */
    void removeGone() {
        Predicate<Item> gone =
                item ->
                        item instanceof Item.Next next
                                && next.fetched() instanceof FetchedRecord record
                                && record.isGone();
        queue.removeIf(gone);
    }

    /**
     * Passes the next item on; waits for one. Called on the subscriber's thread, once for each
     * demanded item.
     */
    void next(SynchronousSink<Fetched> sink) {
        try {
            for (Item item = queue.take(); !pass(item, sink); item = queue.take()) {
                // Records that are gone were taken away between the queue and here.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sink.complete(); // the subscriber has cancelled
        }
    }

    private boolean pass(Item item, SynchronousSink<Fetched> sink) {
        if (item instanceof Item.Next next) {
            if (next.fetched() instanceof FetchedRecord record && !record.handOut()) {
                return false;
            }
            demand.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
            sink.next(next.fetched());
        } else if (item instanceof Item.Failure failure) {
            sink.error(failure.error());
        } else {
            sink.complete();
        }
        return true;
    }
}
