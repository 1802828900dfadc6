package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ingest.SourceSpec.Passes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Four patches of one image, one a second, and what is kept of their reading. */
class DispatchTest {

    private static final int PATCHES = 4;

    @TempDir Path folder;
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final MemoryLog log = new MemoryLog(patch -> Mono.empty());

    @BeforeEach
    void write() {
        Samples.write(folder.resolve("a.png"), Samples.png(16, 1));
    }

    @AfterEach
    void end() {
        time.dispose();
    }

    /** With the third patch every one has been cut, and one still waits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPassThatIsStoppedWithinItsLastImageGoesOnThere(int patches) {
        CompletableFuture<List<Patch>> stopped = reading(0);
        time.advanceTime();
        time.advanceTimeBy(Duration.ofMillis(1000 * patches - 500));
        stop.tryEmitEmpty();

        assertThat(safe(stopped)).hasSize(patches);
        assertThat(pass()).isZero();
        assertThat(safe(whole(0))).hasSize(PATCHES - patches);
        assertThat(pass()).isEqualTo(1);
    }

    @Test
    void aPassThatIsLimitedWithinItsLastImageGoesOnThere() {
        assertThat(safe(whole(2))).hasSize(2);
        assertThat(pass()).isZero();
        assertThat(safe(whole(0))).hasSize(PATCHES - 2);
        assertThat(pass()).isEqualTo(1);
    }

    /** One that there is time enough for. */
    private CompletableFuture<List<Patch>> whole(long limit) {
        CompletableFuture<List<Patch>> reading = reading(limit, Mono.never());
        time.advanceTime();
        time.advanceTimeBy(Duration.ofMinutes(1));
        return reading;
    }

    private CompletableFuture<List<Patch>> reading(long limit) {
        return reading(limit, stop.asMono());
    }

    private CompletableFuture<List<Patch>> reading(long limit, Mono<Void> until) {
        SourceSpec.Directory spec =
                new SourceSpec.Directory(folder, Passes.ONCE, Duration.ofMillis(20), Duration.ZERO);
        FeedConfig feed = new FeedConfig(spec, 8, PATCHES, 1, limit);
        Reading reading = Reading.resumed(log, Passes.ONCE, PATCHES);
        RefusedImages refused = new RefusedImages();
        ImageSource images =
                new DirectorySource(
                        Domain.LR,
                        Samples.subject(spec, feed, Samples.LIMITS),
                        reading,
                        refused,
                        new FolderProgress(0),
                        new Decoding(time, Schedulers.immediate()));
        Flux<Patch> patches =
                new PatchStream(Domain.LR, feed, reading.contents(), refused, time).of(images);
        return Dispatch.logged(log, reading, feed).safe(patches, until).collectList().toFuture();
    }

    private static List<Patch> safe(CompletableFuture<List<Patch>> reading) {
        return reading.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** That a process beginning now would read. */
    private long pass() {
        return Reading.resumed(log, Passes.ONCE, PATCHES).pass();
    }
}
