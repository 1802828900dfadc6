package io.monge.http;

import static io.monge.http.TestListener.assertProblem;
import static io.monge.http.TestListener.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final byte[] MOST = new byte[TestListener.MAX_BODY_BYTES];
    private static final byte[] MORE = new byte[TestListener.MAX_BODY_BYTES + 1];

    private static final int PATIENCE_MILLIS = 20_000;

    private final TestListener server = new TestListener();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aBodyIsReadUpToTheLimitAndNoByteFurther() throws Exception {
        assertThat(said(server.post("/image", MOST))).isEqualTo("100000");
        assertProblem(server.post("/image", MORE), 413, "too-large", "100000 bytes");
        assertThat(said(server.post("/image", new byte[0]))).isEqualTo("0");
    }

    @Test
    void theLimitHoldsForBodiesThatDoNotSayHowLongTheyAre() throws Exception {
        assertThat(said(server.send(unannounced(MOST)))).isEqualTo("100000");
        assertProblem(server.send(unannounced(MORE)), 413, "too-large", "100000 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 1000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"})
    void aBodyThatBreaksOffIsNoBody(String announced) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String head = "POST /image HTTP/1.1\r\nHost: localhost\r\n" + announced;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[500]);
        }

        assertThat(said(server.post("/image", new byte[3]))).isEqualTo("3");
        assertThat(server.received).containsExactly(3);
        assertThat(server.meters.find("monge.http.refused").counters())
                .as("a client that leaves is no failure of the server")
                .isEmpty();
    }

    /** As curl does with large files; the JDK's client never gets over a refusal (JDK-8286171). */
    @Test
    void aClientThatWaitsIsAskedForItsBodyOrToldAtOnceThatItIsTooMuch() throws Exception {
        try (Socket socket = announcing(MOST.length)) {
            assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(line(socket)).isEmpty();
            socket.getOutputStream().write(MOST);
            assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
        try (Socket socket = announcing(MORE.length)) {
            assertThat(line(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "multipart/form-data; boundary=x"})
    void whatSaysThatItIsNoImageIs415(String type) throws Exception {
        assertProblem(
                server.post("/image", MOST, "Content-Type", type),
                415,
                "unsupported-image",
                "must be an image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "IMAGE/X-NEW; a=b", "application/octet-stream"})
    void whatMayBeOneIsLookedAt(String type) throws Exception {
        assertThat(said(server.post("/image", new byte[3], "Content-Type", type))).isEqualTo("3");
    }

    private HttpRequest.Builder unannounced(byte[] body) {
        return server.request("/image")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    private Socket announcing(int bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        String head =
                "POST /image HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                        + bytes
                        + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
