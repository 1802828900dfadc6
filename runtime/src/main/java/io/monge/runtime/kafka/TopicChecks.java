package io.monge.runtime.kafka;

import io.monge.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Whether topics that are there can carry what the catalogue wants to put on them. */
final class TopicChecks {

    private final Admin admin;

    TopicChecks(Admin admin) {
        this.admin = admin;
    }

    Map<String, TopicDescription> describe(List<Topic<?>> topics) {
        return Answers.of(
                admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames());
    }

    /**
     * @return the same descriptions
     * @throws IllegalStateException if a topic does not fit
     */
    Map<String, TopicDescription> check(
            List<Topic<?>> topics, Map<String, TopicDescription> described) {
        Map<ConfigResource, Topic<?>> resources =
                topics.stream()
                        .collect(
                                Collectors.toMap(
                                        topic ->
                                                new ConfigResource(
                                                        ConfigResource.Type.TOPIC, topic.name()),
                                        Function.identity()));
        Map<ConfigResource, Config> configs =
                Answers.of(admin.describeConfigs(resources.keySet()).all());
        resources.forEach(
                (resource, topic) -> {
                    checkPartitions(topic, described.get(topic.name()).partitions().size());
                    checkSize(topic, configs.get(resource));
                    checkCleanup(topic, configs.get(resource));
                });
        return described;
    }

    private static void checkPartitions(Topic<?> topic, int partitions) {
        boolean one = topic.partitions() == 1; // order over the whole topic matters there
        if (partitions < topic.partitions() || (one && partitions != 1)) {
            throw new IllegalStateException(
                    "The topic %s has %d partitions: needed are %s%d. Change it, or use another kafka.topicPrefix."
                            .formatted(
                                    topic.name(),
                                    partitions,
                                    one ? "exactly " : "at least ",
                                    topic.partitions()));
        }
    }

    private static void checkSize(Topic<?> topic, Config config) {
        long max = Long.parseLong(config.get("max.message.bytes").value());
        if (max < topic.maxRecordBytes()) {
            throw new IllegalStateException(
                    "The topic %s has max.message.bytes %d: needed are at least %d. Change it, or use another kafka.topicPrefix."
                            .formatted(topic.name(), max, topic.maxRecordBytes()));
        }
    }

    private static void checkCleanup(Topic<?> topic, Config config) {
        String policy = config.get("cleanup.policy").value();
        String wanted = topic.configs().getOrDefault("cleanup.policy", policy);
        if (policy.contains("compact") != wanted.contains("compact")) {
            throw new IllegalStateException(
                    "The topic %s has cleanup.policy %s: needed is %s. Change it, or use another kafka.topicPrefix."
                            .formatted(topic.name(), policy, wanted));
        }
    }
}
