package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static final int CONNECTIONS = 15;
    private static final int REQUESTS =
            200; // one in 350 hung before answers left from the event loop
    private static final int PATIENCE_MILLIS = 20_000;

    /** Samples are answered from a worker thread, as upscaled images are. */
    @Test
    void aClientThatReusesItsConnectionAtOnceIsAlwaysAnswered() throws Exception {
        try (TestServer server = new TestServer()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (Socket socket = new Socket("127.0.0.1", server.listener.port())) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    socket.setTcpNoDelay(true);
                    InputStream answers = new BufferedInputStream(socket.getInputStream());
                    for (int j = 0; j < REQUESTS; j++) {
                        ask(socket, "/api/v1/samples/sample-" + (1 + j % 2) + ".png");
                        assertThat(read(answers)).isPositive();
                    }
                }
            }
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads one answer to its end; its body's length. */
    private static int read(InputStream answers) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) answers.read());
        }
        String length =
                head.toString()
                        .lines()
                        .filter(line -> line.toLowerCase().startsWith("content-length: "))
                        .findFirst()
                        .orElseThrow();
        int bytes = Integer.parseInt(length.substring("content-length: ".length()));
        return answers.readNBytes(bytes).length;
    }
}
