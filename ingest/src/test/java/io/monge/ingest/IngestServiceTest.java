package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class IngestServiceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final SourceSpec NONE = new SourceSpec.None();
    private static final SourceSpec SYNTHETIC = new SourceSpec.Synthetic();

    @TempDir Path folder;
    private final List<Patch> sent = new CopyOnWriteArrayList<>();
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();

    @Test
    void bothFeedsRunToTheirLimitsAndTheServiceIsFinished() {
        IngestService service =
                service(
                        Samples.feed(SYNTHETIC, 8, 4, 30),
                        Samples.feed(SYNTHETIC, 32, 4, 50),
                        collecting());

        service.start();
        Awaitility.await().atMost(DEADLINE).until(() -> service.health().is(Health.State.FINISHED));
        service.close();

        assertThat(sent).filteredOn(p -> p.domain() == Domain.LR).hasSize(30);
        assertThat(sent).filteredOn(p -> p.domain() == Domain.HR).hasSize(50);
        assertThat(service.published(Domain.HR)).isEqualTo(50);
        assertThat(sum(Metric.INGEST_PATCHES_LR)).isEqualTo(30);
        assertThat(sum(Metric.INGEST_PATCHES_HR)).isEqualTo(50);
    }

    @Test
    void aFolderIsIngestedAndItsGarbageCounted() {
        for (int i = 0; i < 3; i++) {
            Samples.write(folder.resolve(i + ".png"), Samples.png(16, i));
        }
        Samples.write(folder.resolve("notes.png"), "to do".getBytes(StandardCharsets.UTF_8));
        SourceSpec source =
                new SourceSpec.Directory(
                        folder, SourceSpec.Passes.ONCE, Duration.ofMillis(20), Duration.ZERO);
        IngestService service =
                service(Samples.feed(source, 8, 4, 0), Samples.feed(NONE, 8, 4, 0), collecting());

        service.start();
        Awaitility.await().atMost(DEADLINE).until(() -> service.health().is(Health.State.FINISHED));
        service.close();

        assertThat(sent).hasSize(12);
        assertThat(sum(Metric.INGEST_REFUSED)).isEqualTo(1);
        assertThat(metrics.valuesOf(Metric.INGEST_PATCHES_HR)).isEmpty();
    }

    @Test
    void aSinkThatFailsTakesTheServiceDown() {
        IngestService service =
                service(
                        Samples.feed(SYNTHETIC, 8, 4, 0),
                        Samples.feed(NONE, 8, 4, 0),
                        PatchStreamTest.sink(
                                p -> Mono.error(new IllegalStateException("broker lost"))));

        service.start();

        Awaitility.await().atMost(DEADLINE).until(() -> service.health().is(Health.State.DOWN));
        assertThat(service.health().reason()).isEqualTo("broker lost");
        service.close();
    }

    @Test
    void closingEndsAnEndlessFeedAndThenTheSink() {
        AtomicBoolean closed = new AtomicBoolean();
        PatchSink sink =
                new PatchSink() {
                    @Override
                    public Mono<Void> send(Patch patch) {
                        assertThat(closed).isFalse();
                        sent.add(patch);
                        return Mono.empty();
                    }

                    @Override
                    public ArrivalLog arrivals(Domain domain) {
                        throw new AssertionError("there is no topic");
                    }

                    @Override
                    public ReadingLog log(Domain domain, String reading) {
                        throw new AssertionError("there is no folder");
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };
        IngestService service =
                service(Samples.feed(SYNTHETIC, 8, 4, 0), Samples.feed(NONE, 8, 4, 0), sink);

        service.start();
        Awaitility.await().atMost(DEADLINE).until(() -> sent.size() > 20);
        service.close();

        assertThat(closed).isTrue();
        assertThat(sum(Metric.INGEST_PATCHES_LR)).isEqualTo(sent.size());
    }

    @Test
    void aMissingFolderIsSaidSoAtTheStart() {
        SourceSpec source =
                new SourceSpec.Directory(folder.resolve("nowhere"), SourceSpec.Passes.ONCE);
        IngestService service =
                service(Samples.feed(NONE, 8, 4, 0), Samples.feed(source, 8, 4, 0), collecting());

        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(service::start)
                .withMessageStartingWith("The HR source, ")
                .withMessageEndingWith(
                        "nowhere, is no folder, no archive (.zip, .tar, .tar.gz) and no video: name an existing one");
        service.close();
    }

    @Test
    void impossibleConfigurationsAreRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.feed(NONE, 0, 4, 0))
                .withMessage("patch is 0, must be between 1 and 512");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                service(
                                        Samples.feed(SYNTHETIC, 32, 4, 0),
                                        Samples.feed(NONE, 8, 4, 0),
                                        collecting()))
                .withMessageStartingWith(
                        "lr.patch is 32 px, but a synthetic image of that side is 16 px wide");
    }

    private IngestService service(FeedConfig lr, FeedConfig hr, PatchSink sink) {
        IngestConfig config =
                new IngestConfig(lr, hr, Samples.scenes(SceneConfig.Start.FIRST), Samples.LIMITS);
        return new IngestService(config, () -> sink, metrics);
    }

    private PatchSink collecting() {
        return PatchStreamTest.sink(patch -> Mono.fromRunnable(() -> sent.add(patch)));
    }

    private double sum(Metric metric) {
        return metrics.valuesOf(metric).stream().mapToDouble(Double::doubleValue).sum();
    }
}
