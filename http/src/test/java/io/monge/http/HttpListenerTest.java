package io.monge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What becomes of connections when the listener closes. */
class HttpListenerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestListener server = new TestListener();
    private final int port = server.port();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anAnswerThatIsBeingWrittenIsWaitedFor() throws Exception {
        try (Socket socket = asking("/large")) {
            InputStream answer = socket.getInputStream();
            assertThat(answer.read()).isEqualTo('H');
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            await().atMost(LONG).until(this::isDeaf);
            assertThat(closing).isNotDone();

            byte[] rest = answer.readAllBytes(); // up to the end of the connection

            assertThat(rest.length).isGreaterThan(TestListener.LARGE);
            closing.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Again and again: an answer may end before the listener waits for it, or while it does. */
    @RepeatedTest(50)
    void aStreamEndsInOrder() throws Exception {
        try (Socket socket = asking("/stream")) {
            BufferedReader events =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = ""; !"data: first".equals(line); line = events.readLine()) {
                assertThat(line).isNotNull();
            }

            server.close();

            assertThat(events.lines()).endsWith("0", ""); // the last chunk
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheStopUpForAMomentOnly() throws Exception {
        try (Socket socket = asking("/large")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            assertThatCode(server::close).doesNotThrowAnyException();
        }
    }

    private Socket asking(String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) LONG.toMillis());
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private boolean isDeaf() throws IOException {
        try {
            new Socket("127.0.0.1", port).close();
            return false;
        } catch (ConnectException deaf) {
            return true;
        }
    }
}
