package io.monge.launcher.command;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread beside inference that encodes, one thing after the other in the order given. Who gives
 * faster than it works waits, so that memory stays bounded.
 */
final class EncodingLine implements Closeable {

    private static final int WAITING = 32; // about a megabyte of rows each

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    work -> {
                        Thread daemon = new Thread(work, "encode");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private final Semaphore room = new Semaphore(WAITING);

    /** What may fail in writing. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Done when the work is. */
    Future<?> submit(Work work) {
        room.acquireUninterruptibly();
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            try {
                                work.run();
                            } finally {
                                room.release();
                            }
                            return null;
                        });
        thread.execute(task);
        return task;
    }

    /**
     * Waits for what another thread makes.
     *
     * @throws IOException if it failed in writing
     */
    static <T> T await(Future<T> work) throws IOException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
