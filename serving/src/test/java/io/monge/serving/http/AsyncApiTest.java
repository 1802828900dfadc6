package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * asyncapi.yaml says what is on every topic, down to each field and its meaning; no more, no less.
 */
class AsyncApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Topic<?>> TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX).all();
    private static JsonNode document;

    @BeforeAll
    static void read() throws Exception {
        try (TestServer server = new TestServer()) {
            HttpResponse<byte[]> response = server.get("/asyncapi.yaml");
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/yaml");
            document = new YAMLMapper().readTree(response.body());
        }
    }

    @AfterAll
    static void forget() {
        document = JSON.nullNode();
    }

    static Stream<Topic<?>> topics() {
        return TOPICS.stream();
    }

    @Test
    void everyTopicHasAChannelAndEveryChannelATopic() {
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.path("channels").findValuesAsText("address"))
                .containsExactlyElementsOf(TOPICS.stream().map(Topic::name).toList());
    }

    @Test
    void everyChannelIsSentToOrReceivedFrom() {
        List<String> used =
                elements(document.path("operations"))
                        .map(operation -> operation.at("/channel/$ref").asText())
                        .toList();

        List<String> channels =
                StreamSupport.stream(
                                ((Iterable<String>) () -> document.path("channels").fieldNames())
                                        .spliterator(),
                                false)
                        .map(name -> "#/channels/" + name)
                        .toList();
        assertThat(used).containsExactlyInAnyOrderElementsOf(channels);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theChannelsMessageIsTheTopicsSchema(Topic<?> topic) throws IOException {
        JsonNode channel = channel(topic);
        String reference =
                elements(channel.path("messages")).findFirst().orElseThrow().path("$ref").asText();

        JsonNode described = document.at(reference.substring(1)).at("/payload/schema");

        assertThat(reference).endsWith("/" + topic.schema().getName());
        assertThat(fields(plain(described)))
                .isEqualTo(fields(plain(JSON.readTree(topic.schema().toString()))));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theChannelsBindingIsTheTopicsConfiguration(Topic<?> topic) {
        JsonNode kafka = channel(topic).at("/bindings/kafka");
        JsonNode configuration = kafka.path("topicConfiguration");

        assertThat(kafka.path("partitions").asInt()).isEqualTo(topic.partitions());
        assertThat(
                        elements(configuration.path("cleanup.policy"))
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(",")))
                .isEqualTo(topic.configs().get("cleanup.policy"));
        assertThat(configuration.path("max.message.bytes").asText())
                .isEqualTo(topic.configs().get("max.message.bytes"));
        assertThat(configuration.path("retention.ms").asText("-1"))
                .isEqualTo(topic.configs().get("retention.ms"));
    }

    private static JsonNode channel(Topic<?> topic) {
        return elements(document.path("channels"))
                .filter(channel -> channel.path("address").asText().equals(topic.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /** By name: a failing comparison then shows the field. */
    private static Map<String, JsonNode> fields(JsonNode schema) {
        return elements(schema.path("fields"))
                .collect(
                        Collectors.toMap(
                                field -> field.path("name").asText(), Function.identity()));
    }

    /** Without what only the generated classes need to know. */
    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("avro.java.string", "namespace"));
            if (object.size() == 1 && object.path("type").isTextual()) {
                return object.path("type");
            }
            object.fieldNames().forEachRemaining(name -> object.set(name, plain(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, plain(array.get(i)));
            }
        }
        return node;
    }
}
