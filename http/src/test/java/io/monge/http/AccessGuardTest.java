package io.monge.http;

import static io.monge.http.TestListener.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessGuardTest {

    private static final byte[] NOTHING = {};

    private TestListener server = new TestListener();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1"})
    void changingRoutesRefuseOtherOrigins(String origin) throws Exception {
        assertProblem(
                server.post("/change", NOTHING, "Origin", origin),
                403,
                "foreign-origin",
                "test.origins");
        assertThat(server.get("/open", "Origin", origin).statusCode()).isEqualTo(200);
    }

    @Test
    void changingRoutesAllowTheirOwnAndConfiguredOrigins() throws Exception {
        String own = "http://127.0.0.1:" + server.port();

        for (String origin : List.of(own, "https://friend.example")) {
            assertThat(server.post("/change", NOTHING, "Origin", origin).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theTokenGuardsEverythingThatIsNotOpen() throws Exception {
        server.close();
        server = new TestListener("s3cret", TlsConfig.NONE);
        String basic = Base64.getEncoder().encodeToString("me:s3cret".getBytes());

        for (String path : List.of("/things/lamp", "/document")) {
            assertProblem(server.get(path), 401, "token-required", "Bearer");
            for (String wrong : List.of("Bearer wrong", "Bearer", "Basic s3cret", "s3cret")) {
                assertProblem(server.get(path, "Authorization", wrong), 401, "token-required", "");
            }
            for (String right : List.of("Bearer s3cret", "bearer s3cret", "Basic " + basic)) {
                assertThat(server.get(path, "Authorization", right).statusCode()).isEqualTo(200);
            }
        }
        assertThat(server.get("/open").statusCode()).isEqualTo(200);
    }
}
