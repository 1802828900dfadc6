package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.serving.LoadClients.Subject;
import io.monge.serving.upscale.QueueConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stopping over HTTP: who has been accepted gets the whole answer, who comes later a refusal. */
class GracefulStopTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whatIsInWorkIsAnsweredAndWhatComesLaterRefused() throws Exception {
        Semaphore passes = new Semaphore(0);
        TestMap map = TestMap.gated(passes);
        SoloServing serving =
                SoloServing.open(
                        ServingConfigs.of(
                                ServingConfig.defaults().deadline(),
                                new QueueConfig(16, 16L << 20, LONG)));
        serving.slot().swap(TestModels.served(1), map);
        LoadClients clients = new LoadClients(serving.port());
        Subject large = Subject.of(350, 350); // several megabytes to send back
        CompletableFuture<HttpResponse<byte[]>> accepted = ask(clients, large);
        await().atMost(LONG).until(() -> map.calls() > 0);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(serving::close);
        await().atMost(LONG).until(() -> statusOfAShortOne(clients) == 503);
        assertThat(accepted).isNotDone();
        assertThat(stopped).isNotDone();
        passes.release(100);

        HttpResponse<byte[]> answer = accepted.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().length)
                .isEqualTo((int) answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(1 << 20);
        stopped.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(map.isClosed()).isTrue();
        assertThat(map.wasUsedAfterClose()).isFalse();
    }

    /** 504 as long as it is accepted, since the map waits. */
    private static int statusOfAShortOne(LoadClients clients) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(clients.request(Subject.of(8, 8)), (name, value) -> true)
                        .header("X-Deadline-Millis", "100")
                        .build();
        return clients.client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(
            LoadClients clients, Subject subject) {
        return clients.client()
                .sendAsync(clients.request(subject), HttpResponse.BodyHandlers.ofByteArray());
    }
}
