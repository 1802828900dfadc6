package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import io.monge.serving.upscale.UnavailableException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpscaleRouteTest {

    private static final String PATH = "/api/v1/upscale";

    private final TestServer server = new TestServer();
    private final Semaphore permits = new Semaphore(0);

    @AfterEach
    void close() {
        permits.release(1_000_000);
        server.close();
    }

    private void serveAtOnce() {
        server.slot.swap(TestModels.served(30), TestMap.free(0));
    }

    private void serveGated() {
        server.slot.swap(TestModels.served(30), TestMap.gated(permits));
    }

    @Test
    void anImageComesBackExactlyFourTimesAsLargeByOneVersion() throws Exception {
        serveAtOnce();

        HttpResponse<byte[]> response = server.post(PATH, TestServer.png(97, 71));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(response.headers().firstValue("X-Model-Version")).hasValue("30");
        assertThat(response.headers().firstValueAsLong("X-Inference-Millis")).isPresent();
        assertThat(response.headers().firstValueAsLong("X-Queue-Millis")).isPresent();
        RgbImage large = TestServer.codec().decode(response.body());
        assertThat(large.width()).isEqualTo(388);
        assertThat(large.height()).isEqualTo(284);
    }

    @Test
    void exactTilesGiveTheUntiledPixels() throws Exception {
        serveAtOnce();

        HttpResponse<byte[]> response = server.post(PATH + "?exact=true", TestServer.png(97, 71));

        assertThat(TestServer.codec().decode(response.body()))
                .isEqualTo(new BicubicResampler(4).of(TestServer.noise(97, 71)));
    }

    @Test
    void twoVersionsAreShownSideBySideAndOneByItself() throws Exception {
        serveAtOnce();
        server.catalogue.published(TestModels.published(2));
        server.catalogue.published(TestModels.published(5));
        byte[] image = TestServer.png(40, 30);
        RgbImage bicubic = new BicubicResampler(4).of(TestServer.noise(40, 30));

        HttpResponse<byte[]> both = server.post(PATH + "?versions=2,5", image);
        HttpResponse<byte[]> one = server.post(PATH + "?versions=5", image);
        HttpResponse<byte[]> served = server.post(PATH + "?versions=30", image);

        RgbImage halves = TestServer.codec().decode(both.body());
        assertThat(both.headers().firstValue("X-Model-Version")).hasValue("2,5");
        assertThat(halves.width()).isEqualTo(320);
        assertThat(halves.crop(0, 0, 160, 120)).isEqualTo(TestMap.shaded(bicubic, 2));
        assertThat(halves.crop(160, 0, 160, 120)).isEqualTo(TestMap.shaded(bicubic, 5));
        assertThat(TestServer.codec().decode(one.body())).isEqualTo(TestMap.shaded(bicubic, 5));
        assertThat(one.headers().firstValue("X-Model-Version")).hasValue("5");
        assertThat(served.headers().firstValue("X-Model-Version")).hasValue("30");
    }

    @Test
    void aVersionThatIsNotThereIs404() throws Exception {
        serveAtOnce();

        assertProblem(
                server.post(PATH + "?versions=30,31", TestServer.png(8, 8)),
                404,
                "unknown-version",
                "no snapshot of version 31");
    }

    @Test
    void aVersionThatCannotBeUsedIs409() throws Exception {
        serveAtOnce();
        server.catalogue.published(TestModels.published(TestServer.LOST));

        assertProblem(
                server.post(PATH + "?versions=66", TestServer.png(8, 8)),
                409,
                "unusable-version",
                "chunk 1 of 1 is missing");
    }

    @Test
    void bicubicIsTheResamplersPictureAndNeedsNoModel() throws Exception {
        HttpResponse<byte[]> response =
                server.post(PATH + "?method=bicubic", TestServer.png(33, 20));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Model-Version")).isEmpty();
        assertThat(TestServer.codec().decode(response.body()))
                .isEqualTo(new BicubicResampler(4).of(TestServer.noise(33, 20)));
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, image/jpeg",
        "*/*, image/png",
        "image/*;q=0.8, image/png",
        "'image/png;q=0.5, image/jpeg', image/jpeg",
        "'image/avif, image/jpeg;q=0.2, */*;q=0.1', image/jpeg",
        "'image/webp, image/jpeg;q=0.2, */*;q=0.1', image/webp",
        "image/webp, image/webp"
    })
    void acceptChoosesTheEncoding(String accept, String answered) throws Exception {
        serveAtOnce();

        HttpResponse<byte[]> response = server.post(PATH, TestServer.png(8, 8), "Accept", accept);

        assertThat(response.headers().firstValue("Content-Type")).hasValue(answered);
        assertThat(TestServer.codec().decode(response.body()).width()).isEqualTo(32);
    }

    @Test
    void acceptMayComeInSeveralLines() throws Exception {
        serveAtOnce();

        HttpResponse<byte[]> response =
                server.post(
                        PATH,
                        TestServer.png(8, 8),
                        "Accept",
                        "image/avif",
                        "Accept",
                        "image/webp, image/jpeg;q=0.2");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/webp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", ";", ",", "; q=1, ;"})
    void anUnacceptableEncodingIsRefusedBeforeWork(String accept) throws Exception {
        serveAtOnce();

        assertProblem(
                server.post(PATH, TestServer.png(8, 8), "Accept", accept),
                406,
                "not-acceptable",
                "image/png, image/jpeg or image/webp");
    }

    @Test
    void withoutAModelTheAnswerIs503AndSaysWhenToComeBack() throws Exception {
        HttpResponse<byte[]> response = server.post(PATH, TestServer.png(8, 8));

        assertProblem(response, 503, "no-model", "Repeat the request");
        assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(5);
    }

    @Test
    void emptyGarbageAndTruncatedImagesAre400() throws Exception {
        serveAtOnce();
        byte[] whole = TestServer.png(64, 64);

        assertProblem(server.post(PATH, new byte[0]), 400, "malformed-image", "empty");
        assertProblem(
                server.post(PATH, "no image at all".getBytes(StandardCharsets.UTF_8)),
                400,
                "malformed-image",
                "whole image file");
        assertProblem(
                server.post(PATH, Arrays.copyOf(whole, whole.length / 2)),
                400,
                "malformed-image",
                "truncated");
        assertThat(server.post(PATH, whole).statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyBytesAre413WhetherAnnouncedOrNot() throws Exception {
        serveAtOnce();
        byte[] large = new byte[(int) TestServer.MAX_BODY_BYTES + 1];

        assertProblem(server.post(PATH, large), 413, "too-large", "1048576 bytes");
        HttpResponse<byte[]> chunked =
                server.send(
                        server.request(PATH)
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(large))));
        assertProblem(chunked, 413, "too-large", "1048576 bytes");
        assertThat(server.post(PATH, TestServer.png(8, 8)).statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyPixelsAre413ByTheHeaderAlone() throws Exception {
        serveAtOnce();
        byte[] bomb = TestServer.png(8, 8);
        bomb[16] = 0x7f; // the high byte of the width
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        for (int i = 0; i < 4; i++) {
            bomb[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
        }

        assertProblem(server.post(PATH, bomb), 413, "too-large", "pixels");
    }

    @Test
    void whatIsNotReadIs415() throws Exception {
        serveAtOnce();
        byte[] tiff = "II*\0........".getBytes(StandardCharsets.ISO_8859_1);

        assertProblem(server.post(PATH, tiff), 415, "unsupported-image", "TIFF");
        assertProblem(
                server.post(PATH, TestServer.png(8, 8), "Content-Type", "text/plain"),
                415,
                "unsupported-image",
                "text/plain");
        assertProblem(
                server.post(PATH, new byte[10], "Content-Type", "multipart/form-data; boundary=x"),
                415,
                "unsupported-image",
                "--data-binary");
    }

    @ParameterizedTest
    @CsvSource({"?method=lanczos", "?exact=perhaps", "?quality=0", "?quality=best", "?exif=some"})
    void unknownParametersAre400(String query) throws Exception {
        serveAtOnce();

        assertProblem(
                server.post(PATH + query, TestServer.png(8, 8)), 400, "bad-request", "must be");
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "soon", "99999999999999"})
    void anImpossibleDeadlineIs400(String millis) throws Exception {
        serveAtOnce();

        assertProblem(
                server.post(PATH, TestServer.png(8, 8), "X-Deadline-Millis", millis),
                400,
                "bad-request",
                "X-Deadline-Millis");
    }

    @Test
    void aPassedDeadlineIs504() throws Exception {
        serveGated();

        HttpResponse<byte[]> response =
                server.post(PATH, TestServer.png(8, 8), "X-Deadline-Millis", "100");

        assertProblem(response, 504, "deadline-passed", "100 ms");
    }

    @Test
    void aFullQueueIs429AndAcceptedRequestsAreAnswered() throws Exception {
        serveGated();
        byte[] half = TestServer.png(128, 256);
        CompletableFuture<HttpResponse<byte[]>> first = async(half);
        CompletableFuture<HttpResponse<byte[]>> second = async(half);
        await().atMost(Duration.ofSeconds(20)).until(() -> server.queue.state().requests() == 2);

        HttpResponse<byte[]> refused = server.post(PATH, half);

        assertProblem(refused, 429, "queue-full", "Repeat the request");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
        permits.release(1_000);
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsRefusedIsCountedOnceWhereverItHappens() throws Exception {
        byte[] image = TestServer.png(256, 200); // with half a queue before it, too much
        assertThat(server.post(PATH, image).statusCode()).isEqualTo(503);
        serveGated();
        CompletableFuture<HttpResponse<byte[]>> first = async(TestServer.png(128, 256));
        await().atMost(Duration.ofSeconds(20)).until(() -> server.queue.state().requests() == 1);

        assertThat(server.post(PATH, image).statusCode()).isEqualTo(429);

        assertThat(server.refusals.reasons()).containsExactly(Reason.NO_MODEL, Reason.QUEUE_FULL);
        permits.release(1_000);
        assertThat(first.get().statusCode()).isEqualTo(200);
    }

    /** As many slow senders as would fill the memory: none is worked on, and no more are let in. */
    @Test
    void bodiesThatDoNotComeTakeNoMoreThanTheirRoom() throws Exception {
        serveAtOnce();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                slow.add(announcing(TestServer.MAX_BODY_BYTES));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.post(PATH, TestServer.png(8, 8)).statusCode() == 429);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.post(PATH, TestServer.png(8, 8)).statusCode() == 200);
    }

    private Socket announcing(long bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.listener.port());
        String head = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
        socket.getOutputStream().write(head.formatted(bytes).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[100]);
        return socket;
    }

    @Test
    void aRequestWhoseClientHasGoneStopsCosting() {
        serveGated();
        CompletableFuture<HttpResponse<byte[]>> gone = async(TestServer.png(256, 256));
        await().atMost(Duration.ofSeconds(20)).until(() -> server.queue.state().requests() == 1);

        gone.cancel(true);

        // The first batch of tiles is in work; with its end the worker sees that nobody waits.
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            permits.release(1);
                            return server.queue.state().requests() == 0;
                        });
        assertThat(permits.availablePermits()).isLessThan(20);
    }

    private CompletableFuture<HttpResponse<byte[]>> async(byte[] image) {
        return server.client.sendAsync(
                server.request(PATH).POST(BodyPublishers.ofByteArray(image)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static void assertProblem(
            HttpResponse<byte[]> response, int status, String name, String inDetail)
            throws Exception {
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("urn:monge:problem:" + name);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).contains(inDetail);
    }
}
