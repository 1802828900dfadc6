package io.monge.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * One KRaft node, broker and controller, in this JVM. It listens on the loopback interface alone,
 * at free ports unless one is asked for, and keeps its data in the given directory: opened again,
 * topics, records and offsets are there.
 *
 * <p>One directory belongs to one running broker; a second one on it is refused.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int NODE = 1;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(DirectoryLock lock, KafkaRaftServer server, String bootstrapServers) {
        this.lock = lock;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker at a free port; returns when it accepts clients.
     *
     * @param directory created if need be; formatted if it is new
     * @throws IllegalStateException if the broker cannot start there
     */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, freePort(), Map.of());
    }

    /**
     * Starts a broker at the given port.
     *
     * @param settings broker properties that replace this class's choice
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> settings) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            Properties properties = properties(directory, port, freePort());
            properties.putAll(settings);
            format(directory, properties);
            KafkaRaftServer server = open(directory, properties);
            return new EmbeddedKafka(lock, server, LOOPBACK + ":" + port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** For example {@code 127.0.0.1:34567}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops in an orderly way; the data stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static KafkaRaftServer open(Path directory, Properties properties) {
        try {
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the embedded broker cannot start in '%s': %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static Properties properties(Path directory, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", String.valueOf(NODE));
        p.put("log.dirs", directory.resolve("log").toString());
        p.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                        .formatted(LOOPBACK, port, LOOPBACK, controllerPort));
        p.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(LOOPBACK, port));
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE, LOOPBACK, controllerPort));
        // Only the catalogue creates topics; a typing error must not.
        p.put("auto.create.topics.enable", "false");
        oneNode(p);
        fewThreads(p);
        return p;
    }

    private static void oneNode(Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        // Groups of one process: nobody else is on the way, so do not wait for more members.
        p.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void fewThreads(Properties p) {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("num.replica.fetchers", "1");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("background.threads", "2");
        p.put("log.cleaner.threads", "1");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        p.put("log.cleaner.io.buffer.size", String.valueOf(2 << 20));
        p.put("log.retention.check.interval.ms", "10000");
        p.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    }

    private static void format(Path directory, Properties properties) {
        Path log = directory.resolve("log");
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Files.createDirectories(log);
            Path file = directory.resolve("broker.properties");
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            String[] arguments = {
                "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
            };
            int status =
                    StorageTool.execute(
                            arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new IllegalStateException(
                        "the embedded broker cannot format '%s': %s"
                                .formatted(
                                        directory, said.toString(StandardCharsets.UTF_8).strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the embedded broker cannot write to '%s'".formatted(directory), e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + LOOPBACK, e);
        }
    }
}
