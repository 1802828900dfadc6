package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
import io.monge.serving.upscale.Enlargement.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the network, one forward pass at a time on its own thread {@code tiles}; a pass takes what
 * waits when the device becomes free, whoever it belongs to, so that images share passes when there
 * are many and none waits for company when there are few.
 *
 * <p>Images take turns: each pass starts with the image that has waited longest for one, and takes
 * tiles of all others that fit (same map, same shape) in turn. So a small image is done after a
 * pass or two, however large the one before it. An image that nobody waits for any more leaves at
 * the next pass. Thread-safe.
 */
public final class TileBatcher implements AutoCloseable {

    private static final int WINDOW_PASSES = 4;

    private final TilePlan plan;
    private final TilePass pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Enlargement> turns = new ArrayDeque<>(); // whose turn it is first
    private final Thread thread = new Thread(this::work, "tiles");
    private boolean closed;

    /** Gets the upscaled tiles, on the thread that asked for them. */
    @FunctionalInterface
    interface Receiver {
        void place(int index, RgbImage tile);
    }

    public TileBatcher(TileConfig config) {
        this.plan = new TilePlan(config);
        this.pass = new TilePass(plan);
        thread.setDaemon(true);
        thread.start();
    }

    TilePlan plan() {
        return plan;
    }

    /**
     * Applies the map to every tile; blocks until the last has been received. When this returns or
     * throws, the map is no longer in use for this image.
     *
     * @throws DeadlinePassedException if the ticket's deadline passes
     * @throws CancellationException if nobody waits any more, or the batcher is closed
     */
    void enlarge(Enlargement.Order order, Receiver receiver) {
        int width = order.grid().tileWidth();
        int height = order.grid().tileHeight();
        int atOnce = plan.tilesAtOnce(order.map(), width, height);
        Enlargement work = new Enlargement(order, WINDOW_PASSES * atOnce);
        enqueue(work);
        try {
            for (int i = 0; i < order.grid().count(); i++) {
                work.receive(receiver);
                locked(work::placed);
                order.ticket().worked(order.grid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The server is stopping");
        } finally {
            leave(work);
        }
    }

    /** Images with tiles that have not been taken. */
    int waiting() {
        lock.lock();
        try {
            return turns.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the pass under way; what still waits fails. */
    @Override
    public void close() {
        locked(() -> closed = true);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // native memory may not be freed under a running pass
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Enlargement work) {
        work.order().ticket().check();
        locked(
                () -> {
                    if (closed) {
                        throw new CancellationException("The server is stopping");
                    }
                    turns.addLast(work);
                });
    }

    /** Waits for the pass under way if it uses the map for this image. */
    private void leave(Enlargement work) {
        lock.lock();
        try {
            turns.remove(work);
            while (work.isInPass()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (List<Tile> tiles = next(); !tiles.isEmpty(); tiles = next()) {
            List<Tile> taken = tiles;
            try {
                pass.run(taken);
            } finally {
                locked(() -> taken.forEach(tile -> tile.of().leavesPass(1)));
            }
        }
    }

    /** The tiles of the next pass; none once the batcher is closed. */
    private List<Tile> next() {
        lock.lock();
        try {
            while (!closed) {
                dropAbandoned();
                List<Tile> tiles = turn();
                if (!tiles.isEmpty()) {
                    return tiles;
                }
                await();
            }
            turns.forEach(work -> work.fail(new CancellationException("The server is stopping")));
            turns.clear();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        try {
            changed.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void dropAbandoned() {
        turns.removeIf(
                work -> {
                    try {
                        work.order().ticket().check();
                        return work.isTaken();
                    } catch (DeadlinePassedException | CancellationException abandoned) {
                        work.fail(abandoned);
                        return true;
                    }
                });
    }

    private List<Tile> turn() {
        List<Enlargement> sharing =
                turns.stream()
                        .filter(Enlargement::isReady)
                        .findFirst()
                        .map(first -> turns.stream().filter(first::fits).toList())
                        .orElse(List.of());
        if (sharing.isEmpty()) {
            return List.of();
        }
        Enlargement.Order first = sharing.get(0).order();
        int most =
                plan.tilesAtOnce(first.map(), first.grid().tileWidth(), first.grid().tileHeight());
        List<Tile> tiles = inTurn(sharing, most);
        List<Enlargement> served = tiles.stream().map(Tile::of).distinct().toList();
        turns.removeAll(served);
        turns.addAll(served.stream().filter(work -> !work.isTaken()).toList());
        return tiles;
    }

    /** A tile of each, again and again. */
    private static List<Tile> inTurn(List<Enlargement> sharing, int most) {
        List<Tile> tiles = new ArrayList<>(most);
        boolean some = true;
        while (some && tiles.size() < most) {
            some = false;
            for (Enlargement work : sharing) {
                if (tiles.size() < most && work.isReady()) {
                    tiles.add(work.take());
                    some = true;
                }
            }
        }
        return tiles;
    }
}
