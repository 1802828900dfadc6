package io.monge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerClusterTest {
    private static final String TOPIC = "letters";

    @TempDir private Path directory;

    @Test
    void threeBrokersWriteOnWhenOneIsKilledAndTakeItBack() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.start(directory, 3)) {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all");
            try (Admin admin = Admin.create(settings);
                    var producer =
                            new KafkaProducer<>(
                                    settings, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
                producer.send(new ProducerRecord<>(TOPIC, "before")).get();
                int leader = leader(admin);

                cluster.kill(leader);

                // Its session of 4 s must end before another leads: the client waits for that.
                assertThat(
                                producer.send(new ProducerRecord<>(TOPIC, "without it"))
                                        .get(60, TimeUnit.SECONDS)
                                        .offset())
                        .isEqualTo(1);
                assertThat(leader(admin)).isNotEqualTo(leader);
                cluster.restart(leader);
                assertThat(cluster.running()).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void whatIsNotThereCannotBeKilledOrRestarted() {
        try (BrokerCluster cluster = BrokerCluster.start(directory, 1)) {
            assertThatThrownBy(() -> cluster.kill(2)).hasMessageContaining("broker 2");
            assertThatThrownBy(() -> cluster.restart(1)).hasMessageContaining("broker 1");
        }
    }

    private static int leader(Admin admin) throws Exception {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions()
                .get(0)
                .leader()
                .id();
    }
}
