package io.monge.launcher.setup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What goes to standard error, for people and for machines. */
class LoggingTest {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingTest.class);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final PrintStream usual = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        System.setErr(usual);
        MDC.clear();
        Logging.setUp(Logging.Format.TEXT, Level.WARN);
    }

    @Test
    void aLineForMachinesIsOneJsonObjectWithItsTraceAndItsException() throws Exception {
        List<String> lines = logged(Logging.Format.JSON);

        assertThat(lines).hasSize(2);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("loggerName").asText()).isEqualTo(LoggingTest.class.getName());
        assertThat(line.path("formattedMessage").asText(line.path("message").asText()))
                .contains("version");
        assertThat(line.path("timestamp").asLong()).isPositive();
        assertThat(line.at("/mdc/trace_id").asText()).isEqualTo(TRACE);
        assertThat(new ObjectMapper().readTree(lines.get(1)).at("/throwable/message").asText())
                .isEqualTo("the reason");
    }

    @Test
    void aLineForPeopleEndsInItsTrace() {
        assertThat(logged(Logging.Format.TEXT))
                .element(0)
                .asString()
                .endsWith("INFO  LoggingTest: serving version 7 [" + TRACE + "]");
    }

    private List<String> logged(Logging.Format format) {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        Logging.setUp(format, Level.INFO);
        MDC.put("trace_id", TRACE);
        LOG.info("serving version {}", 7);
        LOG.debug("not asked for");
        LOG.warn("it failed", new IllegalStateException("the reason"));
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
