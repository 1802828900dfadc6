package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ingest.SourceSpec.Passes;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A folder's reading, broken off and taken up again, over a log that stays. */
class ReadingTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int IMAGES = 30;
    private static final int PATCHES = 4; // of an image

    private static final PatchFilter DROP = new PatchFilter(0, 0, PatchFilter.Duplicates.DROP);

    @TempDir Path folder;
    private final List<Patch> safe = new CopyOnWriteArrayList<>();
    private int lossAfter = Integer.MAX_VALUE;
    private final MemoryLog log = new MemoryLog(this::take);

    /** What is in a batch is safe when all of it is. */
    private Mono<Void> take(Patch patch) {
        return Mono.fromRunnable(
                () -> {
                    if (safe.size() >= lossAfter) {
                        throw new IllegalStateException("broker lost");
                    }
                    safe.add(patch);
                });
    }

    @Test
    void aPassThatIsBrokenOffGoesOnWhereItWas() {
        write(IMAGES);
        List<String> whole = read(Passes.ONCE, PATCHES, new MemoryLog(this::take));
        safe.clear();

        List<String> pieces = new ArrayList<>();
        for (int limit : new int[] {7, 1, 30, 3}) {
            pieces.addAll(readUpTo(limit));
        }
        pieces.addAll(read(Passes.ONCE, PATCHES, log));

        assertThat(pieces).isEqualTo(whole).doesNotHaveDuplicates().hasSize(IMAGES * PATCHES);
    }

    @Test
    void theNextRunAfterAWholePassBeginsTheNextWithOtherCrops() {
        write(IMAGES);
        List<String> first = read(Passes.ONCE, PATCHES, log);
        safe.clear();

        List<String> second = read(Passes.ONCE, PATCHES, log);

        assertThat(second).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
        assertThat(safe).allMatch(patch -> patch.reached().orElseThrow().pass() == 1);
    }

    @Test
    void aPassWhoseEndWasNotKeptOnlyEnds() {
        write(3);
        readUpTo(3 * PATCHES); // every patch, and no end: as if killed in between

        assertThat(read(Passes.ONCE, PATCHES, log)).isEmpty();
        assertThat(read(Passes.ONCE, PATCHES, log)).hasSize(3 * PATCHES);
    }

    @Test
    void aWatchedFolderIsNotReadAgainButWhatIsNewOrChangedIs() {
        write(3);
        read(Passes.ONCE, PATCHES, log);
        safe.clear();
        Samples.write(folder.resolve("new.png"), Samples.png(16, 100));
        Samples.write(folder.resolve("001.png"), Samples.png(17, 101));

        try (IngestService service = service(Passes.WATCH, PATCHES, 0, log)) {
            service.start();
            Awaitility.await().atMost(DEADLINE).until(() -> safe.size() >= 2 * PATCHES);
        }

        assertThat(safe).extracting(Patch::imageId).containsOnly("001.png", "new.png");
        assertThat(safe).hasSize(2 * PATCHES);
    }

    @Test
    void aLoopGoesOnInItsPassAndThenRound() {
        write(5);
        List<String> before = readUpTo(Passes.LOOP, 8 * PATCHES - 2);

        List<String> after = readUpTo(Passes.LOOP, 7 * PATCHES + 2);

        assertThat(before).doesNotContainAnyElementsOf(after);
        for (long pass = 0; pass < 3; pass++) {
            long round = pass;
            assertThat(safe)
                    .filteredOn(patch -> patch.reached().orElseThrow().pass() == round)
                    .hasSize(5 * PATCHES);
        }
    }

    @Test
    void moreOrFewerPatchesOfAnImageGoOnFromThoseThereAre() {
        write(2);
        readUpTo(2 * PATCHES);
        safe.clear();

        read(Passes.ONCE, PATCHES + 2, log);

        assertThat(safe).hasSize(4).allMatch(patch -> patch.reached().orElseThrow().pass() == 0);
    }

    @Test
    void theEntriesOfAnArchiveAreReadOnce() {
        Map<String, byte[]> entries =
                Map.of("a.png", Samples.png(16, 1), "b.png", Samples.png(16, 2));
        Samples.write(folder.resolve("shard.tar"), Archives.tar(entries));
        List<String> first = readUpTo(PATCHES + 1);

        List<String> second = read(Passes.ONCE, PATCHES, log);
        List<String> nextPass = read(Passes.ONCE, PATCHES, log);

        assertThat(first).hasSize(PATCHES + 1);
        assertThat(second).hasSize(PATCHES - 1).doesNotContainAnyElementsOf(first);
        assertThat(nextPass).hasSize(2 * PATCHES);
    }

    @Test
    void duplicatesAreKnownAfterARestart() {
        write(2);
        Samples.write(folder.resolve("copy.png"), Samples.png(16, 0)); // of 000.png
        List<String> first = read(service(Passes.ONCE, DROP, PATCHES + 1));

        List<String> second = read(service(Passes.ONCE, DROP, 0));

        assertThat(first).hasSize(PATCHES + 1).noneMatch(patch -> patch.contains("copy"));
        assertThat(second).hasSize(PATCHES - 1).noneMatch(patch -> patch.contains("copy"));
    }

    @Test
    void whatTheFilterLeavesOutIsDecidedOnce() {
        write(3);
        PatchFilter some = new PatchFilter(0, 0.188, PatchFilter.Duplicates.KEEP);
        List<String> whole = read(service(Passes.ONCE, some, 0, new MemoryLog(this::take)));

        List<String> pieces = new ArrayList<>();
        pieces.addAll(read(service(Passes.ONCE, some, 2)));
        pieces.addAll(read(service(Passes.ONCE, some, 1)));
        pieces.addAll(read(service(Passes.ONCE, some, 0)));

        assertThat(pieces).isEqualTo(whole).hasSizeBetween(4, 3 * PATCHES - 1);
    }

    @Test
    void aLostBrokerLeavesWholeBatchesOnly() {
        write(IMAGES);
        lossAfter = 10;
        try (IngestService service = service(Passes.ONCE, PATCHES, 0, log)) {
            service.start();
            Awaitility.await().atMost(DEADLINE).until(() -> service.health().is(Health.State.DOWN));
        }
        lossAfter = Integer.MAX_VALUE;
        safe.clear(); // the broker drops what was sent in a transaction that failed

        assertThat(read(Passes.ONCE, PATCHES, log)).hasSize(IMAGES * PATCHES);
    }

    private void write(int images) {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        IntStream.range(0, images)
                .forEach(
                        i -> {
                            Path file = folder.resolve("%03d.png".formatted(i));
                            Samples.write(file, Samples.png(16, i));
                            touch(file, yesterday);
                        });
    }

    private static void touch(Path file, Instant time) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> readUpTo(int limit) {
        return readUpTo(Passes.ONCE, limit);
    }

    private List<String> readUpTo(Passes passes, int limit) {
        return read(service(passes, PATCHES, limit, log));
    }

    private List<String> read(Passes passes, int patchesPerImage, MemoryLog into) {
        return read(service(passes, patchesPerImage, 0, into));
    }

    /** What has become safe, in words: image, pass, number and place of each patch. */
    private List<String> read(IngestService service) {
        int before = safe.size();
        service.start();
        Awaitility.await().atMost(DEADLINE).until(() -> service.health().is(Health.State.FINISHED));
        service.close();
        return safe.subList(before, safe.size()).stream()
                .map(patch -> patch.reached().orElseThrow() + " " + patch.crop().left())
                .toList();
    }

    private IngestService service(Passes passes, PatchFilter filter, int limit) {
        return service(passes, filter, limit, log);
    }

    private IngestService service(Passes passes, PatchFilter filter, int limit, MemoryLog into) {
        return service(passes, PATCHES, limit, into, filter);
    }

    private IngestService service(Passes passes, int patchesPerImage, int limit, MemoryLog into) {
        return service(passes, patchesPerImage, limit, into, PatchFilter.NONE);
    }

    private IngestService service(
            Passes passes, int patchesPerImage, int limit, MemoryLog into, PatchFilter filter) {
        SourceSpec source =
                new SourceSpec.Directory(folder, passes, Duration.ofMillis(20), Duration.ZERO);
        IngestConfig config =
                new IngestConfig(
                        new FeedConfig(source, 8, patchesPerImage, 0, limit, filter),
                        Samples.feed(new SourceSpec.None(), 8, 4, 0),
                        Samples.scenes(SceneConfig.Start.FIRST),
                        Samples.LIMITS);
        PatchSink sink =
                new PatchSink() {
                    @Override
                    public Mono<Void> send(Patch patch) {
                        return Mono.error(new AssertionError("a folder's patches are logged"));
                    }

                    @Override
                    public ArrivalLog arrivals(Domain domain) {
                        throw new AssertionError("there is no topic");
                    }

                    @Override
                    public ReadingLog log(Domain domain, String reading) {
                        return into;
                    }

                    @Override
                    public void close() {}
                };
        return new IngestService(config, () -> sink, MetricEmitter.discarding());
    }
}
