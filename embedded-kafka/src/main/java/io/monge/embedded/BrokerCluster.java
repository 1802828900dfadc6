package io.monge.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brokers in processes of their own, on loopback: what a broker costs beside the process that is
 * measured, and what happens when one of several is killed. From three on every topic has three
 * replicas, of which two must have a record before it is acknowledged.
 *
 * <p>Not for several threads at once. The processes end with this one.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerCluster.class);
    private static final int ATTEMPTS = 3;
    private static final long STOP_SECONDS = 15;

    private final Path directory;
    private final ClusterPlan plan;
    private final Map<Integer, Process> running = new TreeMap<>();

    private BrokerCluster(Path directory, ClusterPlan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    /**
     * Starts brokers at free ports; returns when all accept clients.
     *
     * @param directory new or empty
     * @param brokers 1 to 9; their numbers are 1 to this
     * @throws IllegalStateException in one sentence, if they cannot start
     */
    public static BrokerCluster start(Path directory, int brokers) {
        if (brokers < 1 || brokers > 9) {
            throw new IllegalArgumentException("brokers is " + brokers + ", must be 1 to 9");
        }
        for (int attempt = 1; ; attempt++) {
            BrokerCluster cluster =
                    new BrokerCluster(
                            directory.resolve("cluster-" + attempt), ClusterPlan.free(brokers));
            try {
                cluster.startAll();
                return cluster;
            } catch (IllegalStateException e) {
                cluster.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warn("once more, at other ports: {}", e.getMessage());
            }
        }
    }

    private void startAll() {
        for (int node = 1; node <= plan.size(); node++) {
            launch(node); // all at once: one alone has no quorum and is not ready
        }
        running.forEach((node, process) -> BrokerProcess.awaitReady(process, log(node)));
    }

    private void launch(int node) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the directory '%s' cannot be made".formatted(directory), e);
        }
        Path home = directory.resolve("node-" + node);
        running.put(node, BrokerProcess.start(home, node, plan, log(node)));
    }

    private Path log(int node) {
        return directory.resolve("node-" + node + ".log");
    }

    /** Of all brokers, running or not. */
    public String bootstrapServers() {
        return plan.bootstrapServers();
    }

    /** Numbers of the brokers that have not been killed. */
    public List<Integer> running() {
        return List.copyOf(running.keySet());
    }

    /** Ends a broker at once, as {@code kill -9} does; its data stays. */
    public void kill(int node) {
        Process process = running.remove(node);
        if (process == null) {
            throw new IllegalArgumentException("broker " + node + " is not running");
        }
        await(process.destroyForcibly());
    }

    /** Starts a killed broker on its data again; returns when it accepts clients. */
    public void restart(int node) {
        if (node < 1 || node > plan.size() || running.containsKey(node)) {
            throw new IllegalArgumentException("broker " + node + " has not been killed");
        }
        launch(node);
        BrokerProcess.awaitReady(running.get(node), log(node));
    }

    /** Ends all of them; what does not end in an orderly way is killed. */
    @Override
    public void close() {
        running.values().forEach(BrokerCluster::tellToStop);
        running.values().forEach(BrokerCluster::await);
        running.clear();
    }

    private static void tellToStop(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("it has ended already", e);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
