package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.serving.LoadClients.Subject;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelFeed;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.SnapshotFollower;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Swaps that nobody notices: eight clients with images of mixed sizes while one snapshot after the
 * other is promoted, some of them damaged. {@code -Dmonge.swaps=100} for the long run.
 */
class SwapUnderLoadTest {

    private static final Logger LOG = LoggerFactory.getLogger(SwapUnderLoadTest.class);
    private static final int SWAPS = Integer.getInteger("monge.swaps", 10);
    private static final int CLIENTS = 8;
    private static final Duration BETWEEN = Duration.ofMillis(800);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Subject> subjects =
            List.of(Subject.of(16, 16), Subject.of(64, 64), Subject.of(97, 61), Subject.of(300, 7));
    private final Scripted feed = new Scripted();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<Double> calm = new ConcurrentLinkedQueue<>();
    private final Queue<Double> swapping = new ConcurrentLinkedQueue<>();
    private volatile Queue<Double> times = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void noRequestFailsAndEveryAnswerIsOfOneVersion() throws Exception {
        ServingConfig config = ServingConfig.defaults().onPort(0);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (SoloServing serving = SoloServing.open(config);
                SnapshotFollower follower = follower(serving)) {
            follower.start();
            promote(serving, 1);
            LoadClients clients = new LoadClients(serving.port());
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int first = i;
                running.add(threads.submit(() -> ask(clients, first)));
            }

            await().atMost(LONG).until(() -> answered.get() > 10 * CLIENTS);
            // What came before was slowed down by the compiler.
            times = calm;
            pause(BETWEEN.multipliedBy(SWAPS).dividedBy(2));
            times = swapping;
            for (int version = 2; version <= SWAPS + 1; version++) {
                promote(serving, version);
                pause(BETWEEN);
            }
            over = true;
            for (Future<?> client : running) {
                client.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(wrong).isEmpty();
        assertThat(swapping).hasSizeGreaterThan(SWAPS);
        report();
    }

    private static void pause(Duration time) {
        await().atMost(time.plus(LONG)).pollDelay(time).until(() -> true);
    }

    /** Every fourth is announced damaged first: the old one goes on, and the next one comes. */
    private void promote(SoloServing serving, long version) {
        if (version % 4 == 0) {
            feed.promote(1_000_000 + version);
        }
        feed.promote(version);
        await().atMost(LONG)
                .until(
                        () ->
                                serving.slot()
                                        .current()
                                        .filter(model -> model.version() == version)
                                        .isPresent());
    }

    private Void ask(LoadClients clients, int first) throws Exception {
        for (int i = first; !over; i++) {
            Subject subject = subjects.get(i % subjects.size());
            Queue<Double> current = times;
            long start = System.nanoTime();
            HttpResponse<byte[]> response =
                    clients.client()
                            .send(
                                    clients.request(subject),
                                    HttpResponse.BodyHandlers.ofByteArray());
            current.add((System.nanoTime() - start) / 1e6);
            if (response.statusCode() != 200) {
                wrong.add("status " + response.statusCode() + ": " + new String(response.body()));
            } else if (!LoadClients.isOfOneVersion(response, subject)) {
                wrong.add("a picture that is not of the version it names");
            }
            answered.incrementAndGet();
        }
        return null;
    }

    private void report() {
        LOG.warn(
                "{} swaps under {} clients: {} answers, 0 failed; p50 and p99 {} without swaps, {} with",
                SWAPS,
                CLIENTS,
                answered,
                quantiles(calm),
                quantiles(swapping));
    }

    private static String quantiles(Queue<Double> millis) {
        List<Double> all = new ArrayList<>(millis);
        return "%.0f and %.0f ms"
                .formatted(LoadClients.quantile(all, 0.5), LoadClients.quantile(all, 0.99));
    }

    private SnapshotFollower follower(SoloServing serving) {
        return new SnapshotFollower(
                feed,
                new ModelCatalogue(),
                serving.slot(),
                new FrozenMapLoader(Compute.cpu(1)),
                MetricEmitter.discarding());
    }

    /** Snapshots on demand; those beyond a million are no snapshots. */
    private static final class Scripted implements ModelFeed {
        private final Sinks.Many<ModelNews> news = Sinks.many().unicast().onBackpressureBuffer();

        Scripted() {
            news.tryEmitNext(new ModelNews.CaughtUp()).orThrow();
        }

        void promote(long version) {
            news.tryEmitNext(new ModelNews.Published(TestModels.describing(snapshot(version))))
                    .orThrow();
            news.tryEmitNext(new ModelNews.Promoted(TestModels.promotion(version))).orThrow();
        }

        @Override
        public Flux<ModelNews> news() {
            return news.asFlux();
        }

        @Override
        public byte[] fetch(PublishedModel model) {
            return model.version() > 1_000_000
                    ? new byte[] {1, 2, 3}
                    : SnapshotCodec.encode(snapshot(model.version()));
        }

        private static ModelSnapshot snapshot(long version) {
            return ShadedNetworks.snapshot(version, 2, 8);
        }
    }
}
