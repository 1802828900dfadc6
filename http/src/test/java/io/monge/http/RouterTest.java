package io.monge.http;

import static io.monge.http.TestListener.assertProblem;
import static io.monge.http.TestListener.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.timeout.ReadTimeoutException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final TestListener server = new TestListener();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRoutesVariablesComeFromThePath() throws Exception {
        assertThat(said(server.get("/things/lamp"))).isEqualTo("lamp");
        assertProblem(server.get("/things/lamp/shade"), 404, "not-found", "/openapi.yaml");
        assertProblem(server.get("/things/../../etc/passwd"), 404, "not-found", "/openapi.yaml");
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() throws Exception {
        HttpResponse<byte[]> response =
                server.send(
                        server.request("/open")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void anotherMethodIs405AndToldWhichThereAre() throws Exception {
        HttpResponse<byte[]> response = server.get("/change");

        assertProblem(response, 405, "method-not-allowed", "POST");
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void whatNobodyExpectedIs500AndSaysNothingOfTheInside() throws Exception {
        HttpResponse<byte[]> response = server.get("/broken");

        assertProblem(response, 500, "internal-error", "its log says why");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @Test
    void whatIsSpeltWrongIsTheClientsFault() throws Exception {
        assertThat(said(server.get("/asked?for=a%20lamp"))).isEqualTo("a lamp");
        assertThat(statusOf("/asked?for=%zz")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(statusOf("/asked?for=%e")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(statusOf("/%zz")).isEqualTo("HTTP/1.1 404 Not Found");
    }

    /** The JDK's client would not send such a request. */
    private String statusOf(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            String head = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void aClientThatStopsSendingIsToldSo() {
        assertThat(Problems.of(ReadTimeoutException.INSTANCE).status()).isEqualTo(408);
    }

    @Test
    void everyAnswerIsProtectedAndHasATrace() throws Exception {
        for (String path : List.of("/open", "/document", "/broken", "/nothing")) {
            HttpResponse<byte[]> response = server.get(path);

            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .hasValue(Site.NO_PAGES);
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("traceparent")).isPresent();
        }
    }

    @Test
    void refusalsAreCountedByTheirReason() throws Exception {
        server.get("/nothing");

        assertThat(
                        server.meters
                                .counter(
                                        "monge.http.refused",
                                        "reason",
                                        "not-found",
                                        "status",
                                        "404")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aDocumentIsKeptByItsTag() throws Exception {
        HttpResponse<byte[]> first = server.get("/document");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(new String(first.body(), StandardCharsets.UTF_8)).isEqualTo("A page.\n");
        assertThat(server.get("/document", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(server.get("/document", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aTakenPortIsOneClearSentence() {
        HttpConfig taken =
                new HttpConfig(
                        "127.0.0.1",
                        server.port(),
                        "",
                        TlsConfig.NONE,
                        List.of(),
                        TestListener.NAMES);
        Site empty = new Site(List.of(), Problems::of, Site.NO_PAGES);

        assertThatThrownBy(() -> HttpListener.open(taken, empty, server.meters))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("in use", "test.port (--port); 0 takes a free one.");
    }
}
