package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A further device of a training and the one thread that computes on it. */
final class Replica implements AutoCloseable {
    private final NDManager manager;
    private final ExecutorService thread;
    private final Compute compute;

    /**
     * @param manager of the device; whoever made it closes it, after this
     * @param number of the replica, from 1
     */
    Replica(NDManager manager, int number, Compute compute) {
        this.manager = manager;
        this.compute = compute;
        this.thread =
                Executors.newSingleThreadExecutor(
                        work -> {
                            Thread worker = new Thread(work, "replica-" + number);
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    /** Owner of the device's copies of weights. */
    NDManager manager() {
        return manager;
    }

    /**
     * Starts to compute; the caller waits for the end before its scope is closed.
     *
     * @param share on the caller's device
     * @param home scope on the caller's device that will own the result
     */
    CompletableFuture<Descent> start(
            int device, List<NDArray> share, Replicas.Share work, NDManager home) {
        return CompletableFuture.supplyAsync(() -> compute(device, share, work, home), thread);
    }

    private Descent compute(int device, List<NDArray> share, Replicas.Share work, NDManager home) {
        compute.applyThreads();
        try (GradientScope scope = GradientScope.recording(manager)) {
            Descent descent = work.on(device, moved(share, scope.manager()));
            return new Descent(
                    moved(List.of(descent.loss()), home).get(0),
                    moved(descent.gradients(), home),
                    moved(descent.measured(), home));
        }
    }

    private static List<NDArray> moved(List<NDArray> arrays, NDManager to) {
        return arrays.stream().map(array -> moved(array, to)).toList();
    }

    /** Float32 there: the mean of gradients is, and toDevice knows no bf16. */
    private static NDArray moved(NDArray array, NDManager to) {
        try (NDArray detached = TorchOps.detach(array);
                NDArray exact = Arithmetic.leave(detached)) {
            NDArray copy = exact.toDevice(to.getDevice(), true);
            copy.attach(to);
            return copy;
        }
    }

    /** Ends the thread; whoever has started something has waited for it. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
