package io.monge.embedded;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft node, broker and controller, in this JVM. It listens on the loopback interface alone,
 * at free ports unless one is asked for, and keeps its data in the given directory: opened again,
 * topics, records and offsets are there, also after the process was killed.
 *
 * <p>One directory belongs to one running broker; a second one on it is refused. The broker logs
 * under {@code kafka} and {@code org.apache.kafka}, much of it at INFO. A fault that the broker
 * calls fatal (for example a full disk) ends the process, as it would end a broker of its own.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /**
     * Alone, and in the process of its clients, nobody takes over from a broker: on a machine that
     * gives the process no time for seconds it must not fence itself.
     */
    private static final Map<String, String> PATIENCE = Map.of("broker.session.timeout.ms", "9000");

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int ATTEMPTS = 5;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final Ports ports;

    private EmbeddedKafka(DirectoryLock lock, KafkaRaftServer server, Ports ports) {
        this.lock = lock;
        this.server = server;
        this.ports = ports;
    }

    /**
     * Starts a broker at a free port; returns when it accepts clients.
     *
     * @param directory created if need be; formatted if it is new
     * @throws IllegalStateException in one sentence, if the broker cannot start there
     */
    public static EmbeddedKafka start(Path directory) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(directory, Ports.free(), Map.of());
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS || !isBindFailure(e)) {
                    throw e;
                }
                log.info("a port was taken between choosing and using it: trying others");
            }
        }
    }

    /**
     * Starts a broker at a known port.
     *
     * @param port 1 to 65535
     * @throws IllegalStateException in one sentence, if the port is taken or the broker cannot
     *     start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * Starts a broker at a known port.
     *
     * @param settings broker properties that replace this class's choice
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> settings) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
        return start(directory, Ports.withBroker(port), settings);
    }

    private static EmbeddedKafka start(Path directory, Ports ports, Map<String, String> settings) {
        Map<String, String> patient = new HashMap<>(PATIENCE);
        patient.putAll(settings);
        return start(directory, BrokerSettings.FIRST, ClusterPlan.alone(ports), patient);
    }

    /** Starts one node of a cluster; returns when it accepts clients, which takes a quorum. */
    static EmbeddedKafka start(
            Path directory, int node, ClusterPlan plan, Map<String, String> settings) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            Path data = directory.resolve("log");
            format(data, node, plan);
            Properties properties = BrokerSettings.of(data, node, plan);
            properties.putAll(settings);
            return new EmbeddedKafka(lock, open(directory, properties), plan.ports(node));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** For example {@code 127.0.0.1:34567}. */
    public String bootstrapServers() {
        return BrokerSettings.address(ports.broker());
    }

    /** Stops in an orderly way; the data stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static KafkaRaftServer open(Path directory, Properties properties) {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException e) {
            if (server != null) {
                server.shutdown(); // the half that did start
            }
            throw new IllegalStateException(
                    "the embedded broker cannot start in '%s': %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    /** Writes what a new directory needs; a formatted one keeps its cluster id. */
    private static void format(Path data, int node, ClusterPlan plan) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            // Written last and at once: a directory without it was never used, whatever else is
            // there.
            if (Files.exists(data.resolve("meta.properties"))) {
                return;
            }
            Files.createDirectories(data);
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setNodeId(node)
                    .setClusterId(plan.clusterId())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .run();
        } catch (Exception e) { // what Formatter#run declares
            throw new IllegalStateException(
                    "the embedded broker cannot prepare '%s': %s %s"
                            .formatted(data, e.getMessage(), said.toString(StandardCharsets.UTF_8)),
                    e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
