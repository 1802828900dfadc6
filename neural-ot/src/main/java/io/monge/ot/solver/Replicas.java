package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Data-parallel training: every device computes an update on its share of the batch, and the mean
 * of their gradients is the update of the batch, because losses are means over samples. Batch
 * normalisation sees its own share; its running statistics are those of the first device.
 *
 * <p>The first device works on the caller's thread, the others on threads of their own.
 */
final class Replicas implements AutoCloseable {
    private final List<Replica> others;

    /** What a device computes from its share of a batch. */
    interface Share {
        Descent on(int device, List<NDArray> share);
    }

    Replicas(List<Replica> others) {
        this.others = List.copyOf(others);
    }

    /**
     * Computes on all devices and waits for all.
     *
     * @param batch arrays (n, ...) on the first device, n a multiple of the number of devices
     * @return the mean, on the first device, in the batch's scope
     */
    Descent mean(List<NDArray> batch, Share work) {
        if (others.isEmpty()) {
            return work.on(0, batch);
        }
        List<List<NDArray>> shares = shares(batch);
        NDManager scope = batch.get(0).getManager();
        List<CompletableFuture<Descent>> elsewhere = new ArrayList<>();
        for (int device = 1; device < shares.size(); device++) {
            Replica replica = others.get(device - 1);
            elsewhere.add(replica.start(device, shares.get(device), work, scope));
        }
        List<Descent> all = new ArrayList<>();
        try {
            all.add(work.on(0, shares.get(0)));
        } finally {
            // Whatever happened here: what the others use belongs to the caller's scope.
            settle(elsewhere);
        }
        elsewhere.forEach(future -> all.add(result(future)));
        return mean(all);
    }

    /** For each device its part of every array. */
    private List<List<NDArray>> shares(List<NDArray> batch) {
        int devices = others.size() + 1;
        List<NDList> parts = batch.stream().map(array -> array.split(devices)).toList();
        return IntStream.range(0, devices)
                .mapToObj(device -> parts.stream().map(part -> part.get(device)).toList())
                .toList();
    }

    private static void settle(List<CompletableFuture<Descent>> futures) {
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .handle((done, problem) -> done)
                .join();
    }

    private static Descent result(CompletableFuture<Descent> settled) {
        try {
            return settled.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Descent mean(List<Descent> all) {
        return new Descent(
                mean(all, descent -> List.of(descent.loss())).get(0),
                mean(all, Descent::gradients),
                mean(all, Descent::measured));
    }

    private static List<NDArray> mean(List<Descent> all, Function<Descent, List<NDArray>> part) {
        List<NDArray> first = part.apply(all.get(0));
        return IntStream.range(0, first.size())
                .mapToObj(i -> meanOf(all.stream().map(d -> part.apply(d).get(i)).toList()))
                .toList();
    }

    private static NDArray meanOf(List<NDArray> values) {
        // A new array: the loss is among what was measured too.
        NDArray total = TorchOps.copy(Arithmetic.leave(TorchOps.detach(values.get(0))));
        values.subList(1, values.size()).forEach(value -> TorchOps.addInPlace(total, value));
        return TorchOps.scale(total, 1.0 / values.size());
    }

    @Override
    public void close() {
        others.forEach(Replica::close);
    }
}
