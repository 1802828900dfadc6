package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is said of a request: in its answer, in the log, in the counters. */
class TraceContextTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final TestServer server = new TestServer();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final Lines lines = new Lines();
    private final List<Appender<ILoggingEvent>> console = new ArrayList<>();

    @BeforeEach
    void listen() {
        lines.setContext(root.getLoggerContext());
        lines.start();
        root.iteratorForAppenders().forEachRemaining(console::add);
        console.forEach(root::detachAppender); // thousands of lines that nobody reads
        root.setLevel(Level.DEBUG);
        root.addAppender(lines);
    }

    @AfterEach
    void close() {
        root.detachAppender(lines);
        console.forEach(root::addAppender);
        root.setLevel(usual);
        server.close();
    }

    @Test
    void aRequestsTraceGoesToTheAnswerAndToTheLog() throws Exception {
        HttpResponse<byte[]> response =
                server.get("/nothing/here", "traceparent", PARENT, "tracestate", "a=1,b=2");

        assertThat(response.headers().firstValue("traceparent")).hasValue(PARENT);
        assertThat(response.headers().firstValue("tracestate")).hasValue("a=1,b=2");
        await().atMost(DEADLINE)
                .untilAsserted(
                        () ->
                                assertThat(lines.all)
                                        .anySatisfy(
                                                line -> {
                                                    assertThat(line.getFormattedMessage())
                                                            .startsWith("GET /nothing/here 404");
                                                    assertThat(line.getMDCPropertyMap())
                                                            .containsEntry("trace_id", ID);
                                                }));
    }

    @Test
    void aRequestWithoutATraceIsGivenOneOfItsOwn() throws Exception {
        String first = trace(server.get("/healthz"));
        String second = trace(server.get("/healthz"));

        assertThat(first).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "me",
            })
    void aTraceThatIsSpeltWrongIsNotGoneOnWith(String wrong) throws Exception {
        assertThat(trace(server.get("/healthz", "traceparent", wrong)))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain(ID);
    }

    @Test
    void noBodyAndNoTokenIsEverLogged() throws Exception {
        server.slot.swap(TestModels.served(30), TestMap.free(0));
        byte[] secret = "my-secret-picture".getBytes(StandardCharsets.UTF_8);

        server.post("/api/v1/upscale", secret, "Authorization", "Bearer my-secret-token");
        server.post("/api/v1/upscale", TestServer.png(8, 8));
        server.post("/api/v1/models/rollback", secret);

        await().atMost(DEADLINE)
                .until(
                        () ->
                                lines.all.stream()
                                        .anyMatch(
                                                line ->
                                                        line.getFormattedMessage()
                                                                .contains("rollback 404")));
        assertThat(lines.all)
                .allSatisfy(
                        line ->
                                assertThat(line.getFormattedMessage())
                                        .doesNotContain("my-secret", "PNG\r"));
    }

    @Test
    void refusalsAreCountedByTheirReason() throws Exception {
        server.get("/nothing/here");
        server.post("/api/v1/upscale", TestServer.png(8, 8));
        server.post("/api/v1/models/rollback", new byte[0], "Origin", "https://evil.example");

        assertThat(new String(server.get("/metrics").body(), StandardCharsets.UTF_8))
                .contains(
                        "monge_http_refused_total{reason=\"not-found\",status=\"404\"} 1",
                        "monge_http_refused_total{reason=\"no-model\",status=\"503\"} 1",
                        "monge_http_refused_total{reason=\"foreign-origin\",status=\"403\"} 1");
    }

    private static String trace(HttpResponse<byte[]> response) {
        return response.headers().firstValue("traceparent").orElseThrow();
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            all.add(line);
        }
    }
}
