package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.metric.ProcessUse;
import io.monge.serving.LoadClients.Subject;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.LoadedMap;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three times what the server can do: it does what it can, says no to the rest at once, and is
 * itself again afterwards. {@code -Dmonge.overloadSeconds=60} for the long run.
 */
class OverloadTest {

    private static final Logger LOG = LoggerFactory.getLogger(OverloadTest.class);
    private static final int SECONDS = Integer.getInteger("monge.overloadSeconds", 8);
    private static final int TIMES = 3;
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final long HELD_BYTES = 64L << 20;

    private final Subject subject = Subject.of(96, 96);

    /** What became of one request. */
    private record Outcome(int status, double millis, boolean saysWhen) {}

    @Test
    void acceptedRequestsAreInTimeTheOthersAreToldWhenToComeBack() throws Exception {
        ServingConfig config = ServingConfigs.of(DEADLINE, ServingConfig.defaults().queue());
        try (SoloServing serving = SoloServing.open(config)) {
            ModelSnapshot snapshot = ShadedNetworks.snapshot(1, 4, 16);
            LoadedMap map =
                    new FrozenMapLoader(Compute.cpu(1))
                            .load(TestModels.describing(snapshot), SnapshotCodec.encode(snapshot));
            serving.slot().swap(TestModels.served(1), map);
            LoadClients clients = new LoadClients(serving.port());
            double capacity = capacity(clients);
            long resident = ProcessUse.now().resident();
            long reachable = reachable();

            List<Outcome> outcomes = overload(clients, TIMES * capacity);
            long grown = ProcessUse.now().resident() - resident;
            long held = reachable() - reachable;
            Outcome afterwards = ask(clients).join();

            report(capacity, outcomes, afterwards, grown, held);
            assertThat(outcomes.stream().map(Outcome::status).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(200, 429);
            assertThat(outcomes).filteredOn(it -> it.status() == 429).allMatch(Outcome::saysWhen);
            assertThat(outcomes)
                    .filteredOn(it -> it.status() == 200)
                    .as("the server answers 504 past the deadline; the client has to get it yet")
                    .allMatch(it -> it.millis() <= 2 * DEADLINE.toMillis());
            assertThat(afterwards.status()).isEqualTo(200);
            assertThat(held).as("bytes still reachable").isLessThan(HELD_BYTES);
        }
    }

    /** Bytes of the heap that something refers to; how far the heap was widened says nothing. */
    private static long reachable() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Images a second with as many clients as keep the server busy. */
    private double capacity(LoadClients clients) {
        for (int i = 0; i < 5; i++) {
            ask(clients).join(); // the first compile and load classes
        }
        int count = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
            CompletableFuture<?>[] four = new CompletableFuture<?>[4];
            for (int i = 0; i < four.length; i++) {
                four[i] = ask(clients);
            }
            CompletableFuture.allOf(four).join();
            count += four.length;
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private List<Outcome> overload(LoadClients clients, double perSecond)
            throws InterruptedException {
        List<CompletableFuture<Outcome>> asked = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        long every = (long) (1e9 / perSecond);
        clock.scheduleAtFixedRate(() -> asked.add(ask(clients)), 0, every, TimeUnit.NANOSECONDS);
        assertThat(clock.awaitTermination(SECONDS, TimeUnit.SECONDS)).isFalse();
        clock.shutdownNow();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Outcome> ask(LoadClients clients) {
        long start = System.nanoTime();
        return clients.client()
                .sendAsync(clients.request(subject), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(
                        response ->
                                new Outcome(
                                        response.statusCode(),
                                        (System.nanoTime() - start) / 1e6,
                                        response.headers().firstValueAsLong("Retry-After").orElse(0)
                                                >= 1));
    }

    private static void report(
            double capacity, List<Outcome> outcomes, Outcome afterwards, long grown, long held) {
        List<Double> accepted =
                outcomes.stream().filter(it -> it.status() == 200).map(Outcome::millis).toList();
        LOG.warn(
                "{} images/s; at {} times that for {} s {} of {} accepted, p50 {} ms, p99 {} ms;"
                        + " one afterwards {} ms; resident +{} MiB, reachable {} KiB",
                Math.round(capacity),
                TIMES,
                SECONDS,
                accepted.size(),
                outcomes.size(),
                Math.round(LoadClients.quantile(accepted, 0.5)),
                Math.round(LoadClients.quantile(accepted, 0.99)),
                Math.round(afterwards.millis()),
                grown >> 20,
                held >> 10);
    }
}
