package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.BrokerCluster;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.registry.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application and the broker in processes of their own, killed under load: the windows are
 * those that a recount of the samples gives. {@code -Dmonge.metrics.kills=20} for more of them.
 */
class KilledMetricsTest {
    private static final Logger LOG = LoggerFactory.getLogger(KilledMetricsTest.class);

    /** Wide against a loaded machine; all waits end as soon as their condition holds. */
    private static final Duration DEADLINE = Duration.ofSeconds(180);

    private static final int PER_SECOND = 1000;

    @TempDir private Path directory;

    private BrokerCluster broker;
    private KafkaConnection kafka;

    @BeforeEach
    void start() {
        broker = BrokerCluster.start(directory.resolve("brokers"), 1);
        kafka = MetricsProcess.connection(broker.bootstrapServers(), directory);
        Subjects.provision(kafka.registry(), kafka.topics()); // before others read its file
        try (TopicAdmin admin = new TopicAdmin(kafka.settings())) {
            admin.provision(kafka.topics());
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void windowsAreTheRecountHoweverOftenApplicationAndBrokerAreKilled() throws Exception {
        int kills = Integer.getInteger("monge.metrics.kills", 3);
        Random random = new Random(kills);
        MetricsProcess application = application("one");
        try (SampleLoad load = new SampleLoad(kafka, PER_SECOND)) {
            load.start();
            awaitProgress();
            for (int kill = 0; kill < kills; kill++) {
                LockSupport.parkNanos(random.nextInt(1_500_000_000)); // anywhere in a transaction
                if (kill % 3 == 2) {
                    broker.kill(1);
                    broker.restart(1);
                } else {
                    application.kill();
                    application = application("one");
                }
                awaitProgress();
                LOG.info("{} kills, {} samples", kill + 1, load.sent());
            }
            load.finish();

            assertWindowsAreTheRecount();
        } finally {
            application.close();
        }
    }

    @Test
    void ofTwoInstancesOneIsKilledAndTheOtherMakesTheWindowsOfBoth() throws Exception {
        try (MetricsProcess one = application("one");
                MetricsProcess two = application("two");
                SampleLoad load = new SampleLoad(kafka, PER_SECOND)) {
            load.start();
            awaitProgress();

            one.kill();
            awaitProgress();
            load.finish();

            assertWindowsAreTheRecount();
            assertThat(two.isAlive()).isTrue();
        }
    }

    private MetricsProcess application(String name) {
        return MetricsProcess.start(broker.bootstrapServers(), directory, name);
    }

    /** Until the application has taken note of what is on every partition now. */
    private void awaitProgress() {
        Map<TopicPartition, Long> end = end();
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions() // of a broker that is only just back
                .until(
                        () -> {
                            Map<TopicPartition, Long> committed = verification().committed();
                            return end.entrySet().stream()
                                    .allMatch(
                                            entry ->
                                                    committed.getOrDefault(entry.getKey(), 0L)
                                                            >= entry.getValue());
                        });
    }

    private Map<TopicPartition, Long> end() {
        try (TopicScan scan = new TopicScan(kafka, kafka.topics().metricsSamples())) {
            return scan.end();
        }
    }

    private void assertWindowsAreTheRecount() {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> {
                            VerificationReport report = verify();
                            return report.behind() == 0 && report.late() == report.lateTold();
                        });
        VerificationReport report = verify();
        LOG.info(
                "{} samples, {} late, windows {}", report.samples(), report.late(), report.lines());
        assertThat(report.problems()).isEmpty();
        assertThat(report.late()).isPositive();
        assertThat(report.lines().values()).allMatch(line -> line.equal() > 0);
    }

    private VerificationReport verify() {
        return verification().verify(Instant.MIN, Instant.MAX);
    }

    private WindowVerification verification() {
        return new WindowVerification(kafka, MetricsProcess.CONFIG.windowing());
    }
}
