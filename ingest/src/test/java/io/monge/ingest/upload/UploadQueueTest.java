package io.monge.ingest.upload;

import static io.monge.ingest.upload.UploadServer.DEADLINE;
import static io.monge.ingest.upload.UploadServer.LIMITS;
import static io.monge.ingest.upload.UploadServer.assertProblem;
import static io.monge.ingest.upload.UploadServer.config;
import static io.monge.ingest.upload.UploadServer.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.monge.http.RefusedException;
import io.monge.ingest.ArrivedImage;
import io.monge.ingest.CutImage;
import io.monge.ingest.Domain;
import io.monge.ingest.RefusedImages;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.UploadConfig;
import io.monge.runtime.service.Health;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What waits, for how long, and what it costs: first the queue alone, then behind its port. */
class UploadQueueTest {

    private static final int PATCHES = 4; // of an image
    private static final int MANY = 300; // more than may be under way to the broker at a time
    private static final long THREE = 3 << 16; // each small image counts 64 KiB

    private Optional<UploadServer> server = Optional.empty();

    @AfterEach
    void close() {
        server.ifPresent(UploadServer::close);
    }

    @Test
    void imagesAreGivenInTheirOrderAndOnlyWhenAskedFor() {
        UploadQueue queue = new UploadQueue(1 << 20);

        StepVerifier.create(queue.images().map(ArrivedImage::id), 0)
                .then(() -> List.of("a", "b", "c").forEach(id -> offer(queue, id)))
                .expectNoEvent(Duration.ofMillis(50))
                .thenRequest(2)
                .expectNext("a", "b")
                .expectNoEvent(Duration.ofMillis(50))
                .thenRequest(1)
                .expectNext("c")
                .thenCancel()
                .verify(DEADLINE);
    }

    @Test
    void whoHasGoneIsNeverGivenOutAndKeepsNoBytes() {
        UploadQueue queue = new UploadQueue(1 << 20);
        Upload gone = offer(queue, "a");
        offer(queue, "b");

        gone.release();

        assertThat(gone.encoded()).isEmpty();
        assertThat(queue.bytes()).isEqualTo(1 << 16);
        StepVerifier.create(queue.images().map(ArrivedImage::id))
                .expectNext("b")
                .thenCancel()
                .verify(DEADLINE);
    }

    @Test
    void aBodyCountsWhatItAnnouncesAndThenWhatItHas() {
        UploadQueue queue = new UploadQueue(1 << 20);

        Upload upload = queue.admit(Optional.empty(), 1 << 20);
        assertThatThrownBy(() -> queue.admit(Optional.empty(), 1))
                .isInstanceOf(RefusedException.class);
        upload.received(new byte[100_000]);
        queue.admit(Optional.empty(), 1);

        assertThat(queue.bytes()).isEqualTo(100_000 + (1 << 16));
        upload.release();
        upload.release();
        assertThat(queue.bytes()).isEqualTo(1 << 16);
    }

    @Test
    void whatTheFeedDoesNotWantIs422() {
        Upload upload = offer(new UploadQueue(1 << 20), "a");

        upload.refuse(RefusedImages.Reason.DUPLICATE, "Another image has the same pixels");

        assertThatThrownBy(() -> upload.cut().block(DEADLINE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> {
                            assertThat(refused.problem().status()).isEqualTo(422);
                            assertThat(refused.problem().name()).isEqualTo("unwanted-image");
                            assertThat(refused.problem().detail()).contains("same pixels");
                        });
    }

    @Test
    void anEmptyQueueTakesAnImageOfAnySize() {
        assertThat(new UploadQueue(1).admit(Optional.empty(), 1 << 30).isAwaited()).isTrue();
    }

    @Test
    void retryAfterIsWhenThereWillBeRoomAtTheSpeedThatIsKnown() {
        UploadQueue queue = new UploadQueue(10 << 20);
        queue.admit(Optional.empty(), 10 << 20);

        assertThatThrownBy(() -> queue.admit(Optional.empty(), 5 << 20))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        full -> // nothing is measured yet: 1 MiB in a second
                        assertThat(full.problem().headers()).containsEntry("Retry-After", "5"));
    }

    @Test
    void theEndOfTheFeedAnswersThoseItHasNotTaken() {
        UploadQueue queue = new UploadQueue(1 << 20);
        Upload taken = offer(queue, "a");
        Upload waiting = offer(queue, "b");
        Upload coming = queue.admit(Optional.of("c"), 9);

        StepVerifier.create(queue.images(), 1).expectNext(taken).thenCancel().verify(DEADLINE);

        assertThatThrownBy(() -> waiting.cut().block(DEADLINE)).hasMessageContaining("No more");
        assertThatThrownBy(() -> coming.cut().block(DEADLINE)).hasMessageContaining("No more");
        taken.acknowledge(new CutImage(8, 8, 4));
        assertThat(taken.cut().block(DEADLINE)).isEqualTo(new CutImage(8, 8, 4));
    }

    @Test
    void aFullQueueIs429AndWhatWasLetInIsAnswered() throws Exception {
        UploadServer server = gated(PATCHES, config("", THREE));
        List<CompletableFuture<HttpResponse<byte[]>>> admitted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            admitted.add(server.async(png(16, 16), "?id=" + i));
        }
        await().atMost(DEADLINE).until(() -> server.sent.size() == 3 * PATCHES);

        HttpResponse<byte[]> refused = server.post(png(16, 16));

        assertThat(server.meters.get("monge.ingest.uploads.bytes").gauge().value())
                .isEqualTo(THREE);
        assertProblem(refused, 429, "queue-full", "Repeat the request in about");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 300L);
        assertThat(
                        server.meters
                                .counter(
                                        "monge.http.refused",
                                        "reason",
                                        "queue-full",
                                        "status",
                                        "429")
                                .count())
                .isEqualTo(1);
        server.release();
        for (CompletableFuture<HttpResponse<byte[]>> answer : admitted) {
            assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(server.post(png(16, 16)).statusCode()).isEqualTo(200);
    }

    @Test
    void anImageWhoseClientHasGoneIsCutNoFurtherAndOneThatWaitsNotAtAll() throws Exception {
        UploadServer server = gated(MANY, config("", THREE));
        CompletableFuture<HttpResponse<byte[]>> inWork = server.async(png(16, 16), "?id=in-work");
        await().atMost(DEADLINE).until(() -> server.sentOf("in-work") == 128);
        CompletableFuture<HttpResponse<byte[]>> waiting = server.async(png(16, 16), "?id=waiting");
        CompletableFuture<HttpResponse<byte[]>> staying = server.async(png(16, 16), "?id=staying");
        await().atMost(DEADLINE).until(() -> server.post(png(16, 16)).statusCode() == 429);

        inWork.cancel(true);
        waiting.cancel(true);
        await().atMost(DEADLINE).until(() -> hasRoom(server));
        server.release();

        assertThat(staying.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(server.sentOf("staying")).isEqualTo(MANY);
        assertThat(server.sentOf("in-work")).isBetween(128L, 130L); // one is cut ahead
        assertThat(server.sentOf("waiting")).isZero();
    }

    @Test
    void stoppingAnswersWhatWasAcceptedAndRefusesWhatComesLater() throws Exception {
        UploadServer server = gated(PATCHES, UploadConfig.DEFAULT);
        CompletableFuture<HttpResponse<byte[]>> accepted = server.async(png(16, 16), "");
        await().atMost(DEADLINE).until(() -> server.sent.size() == PATCHES);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server.service::close);
        await().atMost(DEADLINE).until(() -> server.post(new byte[9]).statusCode() == 503);
        assertProblem(server.post(png(16, 16)), 503, "stopping", "Repeat the request");
        assertThat(accepted).isNotDone();
        server.release();

        assertThat(accepted.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        stopped.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsNotSafeWhenTheTimeToStopIsOverIs503() throws Exception {
        UploadServer server = gated(PATCHES, UploadConfig.DEFAULT);
        UploadListeners uploads =
                new UploadListeners(config("", THREE), LIMITS.maxBytes(), server.meters);
        List<ArrivedImage> taken = new CopyOnWriteArrayList<>();
        uploads.images(Domain.LR, new SourceSpec.Http(0)).subscribe(taken::add);
        CompletableFuture<HttpResponse<byte[]>> accepted =
                server.async(uploads.port(Domain.LR), png(16, 16));
        await().atMost(DEADLINE).until(() -> taken.size() == 1);

        uploads.settle();
        assertThat(accepted).isNotDone();
        uploads.close();

        assertProblem(accepted.get(30, TimeUnit.SECONDS), 503, "stopping", "No more images");
    }

    @Test
    void atItsLimitTheFeedEndsAndWhoFilledItIsAnswered() throws Exception {
        UploadServer server = new UploadServer(PATCHES, PATCHES, UploadConfig.DEFAULT);
        this.server = Optional.of(server);
        server.release();

        assertThat(server.post(png(16, 16)).statusCode()).isEqualTo(200);
        await().atMost(DEADLINE).until(() -> server.service.health().is(Health.State.FINISHED));
        assertProblem(server.post(png(16, 16)), 503, "stopping", "No more images");
    }

    private UploadServer gated(int patches, UploadConfig config) {
        UploadServer opened = new UploadServer(patches, 0, config);
        server = Optional.of(opened);
        return opened;
    }

    /** A hasty request is let in, and not answered in time. */
    private static boolean hasRoom(UploadServer server) throws Exception {
        return server.send(server.request("").header("X-Deadline-Millis", "50"), png(16, 16))
                        .statusCode()
                == 504;
    }

    private static Upload offer(UploadQueue queue, String id) {
        Upload upload = queue.admit(Optional.of(id), 9);
        upload.received(new byte[9]);
        return upload;
    }
}
