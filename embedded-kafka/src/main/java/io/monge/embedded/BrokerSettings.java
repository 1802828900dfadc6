package io.monge.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** What one small broker is told: a KRaft node on loopback, few threads, small files. */
final class BrokerSettings {

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int FIRST = 1;

    private static final int MIB = 1 << 20;
    private static final int MOST_REPLICAS = 3;
    private static final String LOOPBACK = "127.0.0.1";

    private BrokerSettings() {}

    static String address(int port) {
        return LOOPBACK + ":" + port;
    }

    /**
     * @param node its number in the plan, from 1
     */
    static Properties of(Path dataDirectory, int node, ClusterPlan plan) {
        Properties settings = new Properties();
        settings.putAll(node(dataDirectory, node, plan));
        settings.putAll(replicas(Math.min(MOST_REPLICAS, plan.size())));
        settings.putAll(smallFiles());
        settings.putAll(fewThreads());
        settings.putAll(promptness());
        return settings;
    }

    private static Map<String, String> node(Path dataDirectory, int node, ClusterPlan plan) {
        Ports ports = plan.ports(node);
        String broker = "PLAINTEXT://" + address(ports.broker());
        String controller = CONTROLLER_LISTENER + "://" + address(ports.controller());
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(node),
                // Static voters: their address is not written to disk, so that it may change at a
                // restart.
                "controller.quorum.voters",
                plan.voters(),
                "listeners",
                broker + "," + controller,
                "advertised.listeners",
                broker,
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "log.dirs",
                dataDirectory.toAbsolutePath().toString(),
                "auto.create.topics.enable",
                "false");
    }

    /** With three, one may be lost: what is acknowledged lies on two. */
    private static Map<String, String> replicas(int count) {
        String all = Integer.toString(count);
        String needed = Integer.toString(Math.max(1, count - 1));
        return Map.of(
                "default.replication.factor", all,
                "min.insync.replicas", needed,
                "offsets.topic.replication.factor", all,
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", all,
                "transaction.state.log.min.isr", needed,
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", all,
                "share.coordinator.state.topic.min.isr", needed,
                "share.coordinator.state.topic.num.partitions", "1");
    }

    private static Map<String, String> smallFiles() {
        return Map.of(
                "log.segment.bytes", Integer.toString(64 * MIB),
                "log.index.size.max.bytes", Integer.toString(MIB),
                "offsets.topic.segment.bytes", Integer.toString(4 * MIB),
                "transaction.state.log.segment.bytes", Integer.toString(4 * MIB),
                "log.cleaner.io.buffer.size", Integer.toString(2 * MIB),
                "log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB),
                // Topics say themselves what they take; this is for those that do not.
                "message.max.bytes", Integer.toString(20 * MIB));
    }

    private static Map<String, String> fewThreads() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "num.recovery.threads.per.data.dir", "1",
                "log.cleaner.threads", "1",
                "group.coordinator.threads", "1",
                "share.coordinator.threads", "1");
    }

    private static Map<String, String> promptness() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "log.retention.check.interval.ms", "10000",
                "metadata.max.idle.interval.ms", "5000",
                // A killed node is refused its own number until the session of its former life is
                // over.
                "broker.session.timeout.ms", "4000",
                "broker.heartbeat.interval.ms", "500",
                // A start that hangs fails with a message instead.
                "server.max.startup.time.ms", "60000");
    }
}
