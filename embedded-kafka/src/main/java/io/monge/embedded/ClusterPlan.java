package io.monge.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * Who is in a cluster and where: every node is broker and controller.
 *
 * @param clusterId the same for all, for ever
 * @param nodes ports by node, the first node's number being 1
 */
record ClusterPlan(String clusterId, List<Ports> nodes) {

    ClusterPlan {
        nodes = List.copyOf(nodes);
    }

    /** One node, for itself. */
    static ClusterPlan alone(Ports ports) {
        return new ClusterPlan(Uuid.randomUuid().toString(), List.of(ports));
    }

    /** Several nodes at free ports. */
    static ClusterPlan free(int brokers) {
        return new ClusterPlan(
                Uuid.randomUuid().toString(), Stream.generate(Ports::free).limit(brokers).toList());
    }

    int size() {
        return nodes.size();
    }

    /**
     * @param node from 1
     */
    Ports ports(int node) {
        return nodes.get(node - 1);
    }

    String bootstrapServers() {
        return nodes.stream()
                .map(ports -> BrokerSettings.address(ports.broker()))
                .collect(Collectors.joining(","));
    }

    /** As Kafka writes it: {@code 1@127.0.0.1:34567,2@...}. */
    String voters() {
        return IntStream.rangeClosed(1, size())
                .mapToObj(node -> node + "@" + BrokerSettings.address(ports(node).controller()))
                .collect(Collectors.joining(","));
    }

    /** As words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(clusterId));
        nodes.forEach(ports -> words.add(ports.broker() + ":" + ports.controller()));
        return words;
    }

    /** From what {@link #words} gave. */
    static ClusterPlan of(List<String> words) {
        return new ClusterPlan(
                words.get(0),
                words.stream()
                        .skip(1)
                        .map(word -> word.split(":"))
                        .map(
                                ports ->
                                        new Ports(
                                                Integer.parseInt(ports[0]),
                                                Integer.parseInt(ports[1])))
                        .toList());
    }
}
