package io.monge.trainer;

import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Who of the brokers has what. */
final class Replicas implements AutoCloseable {

    private final Admin admin;
    private final Topics topics;

    Replicas(String bootstrap, Topics topics) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.topics = topics;
    }

    /** The broker that leads the first partition. */
    int leader(Topic<?> topic) {
        return describe(topic).partitions().get(0).leader().id();
    }

    /** Whether every replica of every partition has caught up. */
    boolean areInStep() {
        return topics.all().stream()
                .flatMap(topic -> describe(topic).partitions().stream())
                .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    }

    private TopicDescription describe(Topic<?> topic) {
        return admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .get(topic.name());
    }

    @Override
    public void close() {
        admin.close();
    }
}
