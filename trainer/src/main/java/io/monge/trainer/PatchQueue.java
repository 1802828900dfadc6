package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.trainer.wire.StreamedPatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Patches that have arrived and are not yet taken, in one queue per partition; the partitions are
 * served in strict turn, so that the order of taking depends on the log and not on when the network
 * delivered.
 *
 * <p>Whose turn it is but has nothing is waited for, up to {@code patience}; then it is passed over
 * until something of it arrives. With no patience the order is that of arrival, fairly mixed. Each
 * patch taken asks the source for one more, so the number in memory stays at the source's first
 * demand. Only when a partition is waited for while others deliver is more asked for, up to a
 * number of bytes at which it is passed over at once, and paid back later.
 *
 * <p>Thread-safe: the source's thread offers, the training thread takes.
 */
final class PatchQueue {

    /** More than the records of other partitions that one fetch puts before those waited for. */
    private static final long MOST_OVERDRAFT_BYTES = 64L << 20;

    /** Of a patch beside its pixels, about. */
    private static final int OVERHEAD_BYTES = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Queue<StreamedPatch>> arrived = new ArrayList<>();
    private final Set<Integer> silent = new HashSet<>();
    private final Duration patience;
    private final LongConsumer demand;

    private int turn;
    private long overdraft;
    private long lost;
    private boolean waiting;
    private boolean overdrawn; // while waiting
    private boolean closed;
    private @Nullable Throwable failure;

    /**
     * @param partitions of the topic; one that is added later is not taken from
     * @param from says whose turn is first, and what has been lost before
     * @param patience how long a partition is waited for when others have patches
     * @param demand asks the source for so many more patches
     */
    PatchQueue(int partitions, StreamState from, Duration patience, LongConsumer demand) {
        for (int i = 0; i < partitions; i++) {
            arrived.add(new ArrayDeque<>());
        }
        this.turn = from.turn() % partitions;
        this.lost = from.lost();
        this.patience = patience;
        this.demand = demand;
    }

    void offer(StreamedPatch patch) {
        int partition = patch.position().partition();
        if (partition >= arrived.size()) {
            demand.accept(1); // no offset of it is kept: the next start reads it from its beginning
            return;
        }
        boolean starving;
        lock.lock();
        try {
            arrived.get(partition).add(patch);
            silent.remove(partition);
            boolean misses = waiting && partition != turn;
            overdrawn |= misses && overdraft * bytesOf(patch) >= MOST_OVERDRAFT_BYTES;
            starving = misses && !overdrawn;
            overdraft += starving ? 1 : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (starving) {
            demand.accept(1);
        }
    }

    private static long bytesOf(StreamedPatch patch) {
        RgbImage pixels = patch.pixels();
        return RgbImage.byteLength(pixels.width(), pixels.height()) + OVERHEAD_BYTES;
    }

    /** So many records were gone before they could arrive. */
    void lose(long records) {
        locked(() -> lost += records);
    }

    /** Records lost since the training began. */
    long lost() {
        return locked(() -> lost);
    }

    /** Whether somebody is waiting here now. */
    boolean isWaiting() {
        return locked(() -> waiting);
    }

    /** The stream has broken: whoever takes learns it. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is waited for; what is there can still be taken. */
    void stopWaiting() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The partition whose turn is next. Called by the training thread. */
    int turn() {
        return turn;
    }

    /**
     * The next patch if one is there, without waiting and without regard to whose turn it is.
     *
     * @throws IllegalStateException if the stream has broken
     */
    Optional<StreamedPatch> poll() {
        Optional<StreamedPatch> patch = locked(() -> next(true));
        patch.ifPresent(taken -> askForAnother());
        return patch;
    }

    /**
     * The next patch in turn; waits for it.
     *
     * @throws CancellationException if it would have to wait but waiting has been stopped
     * @throws IllegalStateException if the stream has broken
     */
    StreamedPatch take() {
        Optional<StreamedPatch> patch = locked(this::nextOrStartWaiting);
        if (patch.isEmpty()) {
            // All that was asked for may lie in the other partitions' queues.
            demand.accept(1);
            patch = locked(this::awaitNext);
        }
        askForAnother();
        return patch.get();
    }

    private Optional<StreamedPatch> nextOrStartWaiting() {
        Optional<StreamedPatch> patch = next(false);
        if (patch.isEmpty()) {
            waiting = true;
            overdraft++;
        }
        return patch;
    }

    private Optional<StreamedPatch> awaitNext() {
        long remaining = patience.toNanos();
        try {
            Optional<StreamedPatch> patch = next(false);
            while (patch.isEmpty()) {
                if (closed) {
                    throw new CancellationException("The training stops");
                }
                if (arrived.stream().allMatch(Queue::isEmpty)) {
                    changed.await();
                } else {
                    remaining = changed.awaitNanos(Math.max(0, remaining));
                }
                patch = next(remaining <= 0 || overdrawn);
            }
            return patch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for patches");
        } finally {
            waiting = false;
            overdrawn = false;
        }
    }

    /**
     * The patch of the first partition in turn that has one; stops at one that is worth waiting
     * for.
     */
    private Optional<StreamedPatch> next(boolean passOver) {
        if (failure != null) {
            throw new IllegalStateException(
                    "The stream of patches broke: " + failure.getMessage(), failure);
        }
        for (int i = 0; i < arrived.size(); i++) {
            int partition = (turn + i) % arrived.size();
            StreamedPatch patch = arrived.get(partition).poll();
            if (patch != null) {
                for (int passed = 0; passed < i; passed++) {
                    silent.add((turn + passed) % arrived.size());
                }
                turn = (partition + 1) % arrived.size();
                return Optional.of(patch);
            }
            if (!passOver && !silent.contains(partition)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void askForAnother() {
        boolean settled = locked(() -> overdraft == 0 || overdraft-- == 0);
        if (settled) {
            demand.accept(1);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
