package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.embedded.EmbeddedKafka;
import io.monge.launcher.demo.Foundations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker that asks who is there and what he may do. */
class SecuredBrokerTest {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required";

    @TempDir private Path directory;

    private EmbeddedKafka broker;

    @BeforeEach
    void startABrokerThatTrustsNobodyButItsAdministrator() throws IOException {
        broker =
                EmbeddedKafka.start(
                        directory.resolve("broker"),
                        freePort(),
                        Map.of(
                                "listener.security.protocol.map",
                                "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                                "sasl.enabled.mechanisms",
                                "PLAIN",
                                "sasl.mechanism.inter.broker.protocol",
                                "PLAIN",
                                "listener.name.plaintext.plain.sasl.jaas.config",
                                LOGIN
                                        + " username=\"admin\" password=\"a\""
                                        + " user_admin=\"a\" user_monge=\"m\";",
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                // The controller's listener knows no names.
                                "super.users",
                                "User:admin;User:ANONYMOUS"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void threePrefixedRulesAreRightsEnough() throws Exception {
        allowMonge();

        try (RunningSystem running = new RunningSystem(directory, Foundations::on, as("m"))) {
            PipelineScenario.imagesComeBackFourTimesAsLarge(running);
            PipelineScenario.samplesComeBackThroughKafka(running);
            PipelineScenario.windowsReachTheDashboard(running);
        }
    }

    @Test
    void aWrongPasswordAndMissingRightsAreSaid() {
        assertThatThrownBy(() -> new RunningSystem(directory, Foundations::on, as("wrong")))
                .hasMessageContaining("refuses who asks: Authentication failed")
                .hasMessageContaining("kafka.client");
        assertThatThrownBy(() -> new RunningSystem(directory, Foundations::on, as("m")))
                .hasMessageContaining("monge.")
                .hasMessageContaining("Authorization failed");
    }

    /** The rules of OPERATIONS, "Rights on the broker". */
    private void allowMonge() throws ExecutionException, InterruptedException {
        AccessControlEntry all =
                new AccessControlEntry(
                        "User:monge", "*", AclOperation.ALL, AclPermissionType.ALLOW);
        List<AclBinding> rules =
                Set.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
                        .stream()
                        .map(type -> new ResourcePattern(type, "monge.", PatternType.PREFIXED))
                        .map(pattern -> new AclBinding(pattern, all))
                        .toList();
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "security.protocol",
                                "SASL_PLAINTEXT",
                                "sasl.mechanism",
                                "PLAIN",
                                "sasl.jaas.config",
                                LOGIN + " username=\"admin\" password=\"a\";"))) {
            admin.createAcls(rules).all().get();
        }
    }

    private List<String> as(String password) {
        List<String> flags = new ArrayList<>();
        flags.add("--kafka.bootstrap=" + broker.bootstrapServers());
        flags.add("--kafka.client.security.protocol=SASL_PLAINTEXT");
        flags.add("--kafka.client.sasl.mechanism=PLAIN");
        flags.add(
                "--kafka.client.sasl.jaas.config=%s username=\"monge\" password=\"%s\";"
                        .formatted(LOGIN, password));
        return flags;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
