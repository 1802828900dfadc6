package io.monge.ingest.upload;

import static io.monge.ingest.upload.UploadServer.DEADLINE;
import static io.monge.ingest.upload.UploadServer.LIMITS;
import static io.monge.ingest.upload.UploadServer.PATCH;
import static io.monge.ingest.upload.UploadServer.assertProblem;
import static io.monge.ingest.upload.UploadServer.json;
import static io.monge.ingest.upload.UploadServer.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import io.monge.ingest.Domain;
import io.monge.ingest.Patch;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.UploadConfig;
import io.monge.runtime.metric.Metric;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer there is to an image. */
class UploadRouteTest {

    private static final int PATCHES = 4; // of an image

    private UploadServer server = UploadServer.open(PATCHES);

    @AfterEach
    void close() {
        server.close();
    }

    private void gated() {
        server.close();
        server = new UploadServer(PATCHES, 0, UploadConfig.DEFAULT);
    }

    @Test
    void anImageIsAnsweredOnceAllItsPatchesAreSafe() throws Exception {
        gated();
        byte[] image = png(24, 17);

        CompletableFuture<HttpResponse<byte[]>> answer = server.async(image, "?id=a%20cat");
        await().atMost(DEADLINE).until(() -> server.sent.size() == PATCHES);
        assertThat(answer).isNotDone();
        server.release();

        HttpResponse<byte[]> response = answer.get(30, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).toString())
                .isEqualTo("{\"id\":\"a cat\",\"width\":24,\"height\":17,\"patches\":4}");
        RgbImage whole = new ImageCodec(LIMITS).decode(image);
        assertThat(server.sent).extracting(Patch::imageId).containsOnly("a cat");
        assertThat(server.sent)
                .extracting(Patch::crop)
                .allSatisfy(
                        crop ->
                                assertThat(crop.image())
                                        .isEqualTo(
                                                whole.crop(crop.left(), crop.top(), PATCH, PATCH)));
    }

    @Test
    void withoutAnIdItIsTheDigestOfTheBytes() throws Exception {
        byte[] image = png(16, 16);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image));

        assertThat(json(server.post(image)).path("id").asText()).isEqualTo(digest);
        assertThat(server.sentOf(digest)).isEqualTo(PATCHES);
    }

    @Test
    void whatCannotBeReadIsRefusedAsServingDoes() throws Exception {
        byte[] whole = png(64, 64);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        byte[] text = "Dear all".getBytes(StandardCharsets.UTF_8);
        byte[] tiff = "II*\0........".getBytes(StandardCharsets.ISO_8859_1);

        assertProblem(server.post(new byte[0]), 400, "malformed-image", "empty");
        assertProblem(server.post(text), 400, "malformed-image", "whole image file");
        assertProblem(server.post(half), 400, "malformed-image", "truncated");
        assertProblem(server.post(tiff), 415, "unsupported-image", "TIFF");
        assertProblem(server.post(png(301, 300)), 413, "too-large", "pixels");
        assertProblem(server.post(png(7, 64)), 422, "too-small", "no patch of 8 px");
        assertThat(server.post(whole).statusCode()).isEqualTo(200);

        assertThat(server.sent).hasSize(PATCHES);
        server.close();
        assertThat(
                        server.metrics.valuesOf(Metric.INGEST_REFUSED).stream()
                                .mapToDouble(Double::doubleValue)
                                .sum())
                .isEqualTo(6);
    }

    @Test
    void whatSaysThatItIsNoImageIsNotEvenRead() throws Exception {
        HttpRequest.Builder form =
                server.request("").header("Content-Type", "multipart/form-data; boundary=x");

        assertProblem(server.send(form, new byte[10]), 415, "unsupported-image", "--data-binary");
    }

    @Test
    void tooManyBytesAre413WhetherAnnouncedOrNot() throws Exception {
        byte[] large = new byte[(int) LIMITS.maxBytes() + 1];
        HttpRequest.Builder unannounced =
                server.request("")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

        assertProblem(server.post(large), 413, "too-large", "300000 bytes");
        assertProblem(server.send(unannounced), 413, "too-large", "300000 bytes");
        assertThat(server.post(png(16, 16)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?id=", "?id=%20", "?id=a%0Ab", "?id=LONG"})
    void anIdThatCannotBeOneIs400(String query) throws Exception {
        String id = query.replace("LONG", "x".repeat(1025));

        assertProblem(
                server.send(server.request(id), png(16, 16)),
                400,
                "bad-request",
                "must have 1 to 1024");
    }

    @Test
    void aPassedDeadlineIs504() throws Exception {
        gated();
        HttpRequest.Builder hasty = server.request("").header("X-Deadline-Millis", "150");

        assertProblem(server.send(hasty, png(16, 16)), 504, "deadline-passed", "after 150 ms");
    }

    @Test
    void theTokenIsAskedForAndOtherOriginsAreRefused() throws Exception {
        server.close();
        server = new UploadServer(PATCHES, 0, UploadServer.config("s3cret", 1 << 20));
        server.release();
        byte[] image = png(16, 16);
        HttpRequest.Builder known = server.request("").header("Authorization", "Bearer s3cret");
        HttpRequest.Builder foreign = known.copy().header("Origin", "https://evil.example");

        assertProblem(server.post(image), 401, "token-required", "Bearer");
        assertProblem(server.send(foreign, image), 403, "foreign-origin", "ingest.uploads.origins");
        assertThat(server.send(known, image).statusCode()).isEqualTo(200);
    }

    @Test
    void openapiDescribesTheRoutesAndTheirAnswers() throws Exception {
        HttpRequest.Builder asking = HttpRequest.newBuilder(server.uri("/openapi.yaml"));
        JsonNode api = new YAMLMapper().readTree(server.send(asking).body());
        List<String> described = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method ->
                                                        described.add(
                                                                method + " " + path.getKey())));

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        server.uploads.routes(new UploadQueue(1)).stream()
                                .map(r -> r.method().name().toLowerCase() + " " + r.template())
                                .toList());
        assertThat(api.at("/paths/~1api~1v1~1images/post/responses").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "200", "400", "401", "403", "408", "413", "415", "422", "429", "503",
                        "504");
        assertThat(api.at("/components/schemas/CutImage/required"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        json(server.post(png(16, 16))).properties().stream()
                                .map(Map.Entry::getKey)
                                .toList());
    }

    @Test
    void aTakenPortIsOneClearSentence() {
        SourceSpec.Http taken = new SourceSpec.Http(server.uploads.port(Domain.HR));
        UploadListeners others =
                new UploadListeners(UploadConfig.DEFAULT, LIMITS.maxBytes(), server.meters);

        assertThatThrownBy(() -> others.images(Domain.LR, taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "Cannot listen on 127.0.0.1:",
                        "in use",
                        "ingest.lr.source.port (--http); 0 takes a free one");
    }
}
