package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
import io.monge.imaging.TileGrid;
import io.monge.serving.model.LoadedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One image on its way through the {@link TileBatcher}: which tiles have been taken, and what
 * became of them. Counters belong to the batcher's lock.
 */
final class Enlargement {

    /** A tile's fate. */
    private sealed interface Outcome {
        record Done(int index, RgbImage tile) implements Outcome {}

        record Failed(Throwable cause) implements Outcome {}
    }

    /** What is to be enlarged, by what, and for whom. */
    record Order(LoadedMap map, TileGrid grid, IntFunction<RgbImage> source, Ticket ticket) {}

    /** A tile that has been taken. */
    record Tile(Enlargement of, int index) {

        /** Its pixels; cut anew at each call. */
        RgbImage cut() {
            return of.order.source().apply(index);
        }
    }

    private final Order order;
    private final int window;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int next; // first tile not taken
    private int placed; // tiles that have found their place
    private int inPass; // tiles in the pass under way
    private boolean failed;

    /**
     * @param window tiles that may be taken and not placed: bounds what waits for a slow receiver
     */
    Enlargement(Order order, int window) {
        this.order = order;
        this.window = window;
    }

    Order order() {
        return order;
    }

    /** Whether tiles of both may share a forward pass. */
    boolean fits(Enlargement other) {
        return order.map() == other.order.map()
                && order.grid().tileWidth() == other.order.grid().tileWidth()
                && order.grid().tileHeight() == other.order.grid().tileHeight();
    }

    boolean isReady() {
        return !isTaken() && next - placed < window;
    }

    /** Whether nothing is left to take. */
    boolean isTaken() {
        return failed || next == order.grid().count();
    }

    boolean isInPass() {
        return inPass > 0;
    }

    Tile take() {
        Tile tile = new Tile(this, next);
        next++;
        inPass++;
        return tile;
    }

    void leavesPass(int tiles) {
        inPass -= tiles;
    }

    void placed() {
        placed++;
    }

    /** No tile will be taken any more; who waits hears why. */
    void fail(Throwable cause) {
        failed = true;
        outcomes.add(new Outcome.Failed(cause));
    }

    void done(int index, RgbImage tile) {
        outcomes.add(new Outcome.Done(index, tile));
    }

    /**
     * Waits for the next tile and hands it to the receiver.
     *
     * @throws DeadlinePassedException if the deadline passes first
     */
    void receive(TileBatcher.Receiver receiver) throws InterruptedException {
        @Nullable Outcome outcome = null;
        while (outcome == null) {
            order.ticket().check();
            long left = order.ticket().remaining().toNanos();
            outcome = outcomes.poll(left, TimeUnit.NANOSECONDS);
        }
        if (outcome instanceof Outcome.Done done) {
            receiver.place(done.index(), done.tile());
        } else {
            rethrow(((Outcome.Failed) outcome).cause());
        }
    }

    private static void rethrow(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }
}
