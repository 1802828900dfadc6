package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.schemas.record.DeadLetter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What must hold of the whole system, on whatever broker it runs. */
final class PipelineScenario {
    private PipelineScenario() {}

    static void imagesComeBackFourTimesAsLarge(RunningSystem running)
            throws IOException, InterruptedException {
        running.awaitServed(2);

        HttpResponse<byte[]> answer = running.upscale(RunningSystem.grey(37, 23));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("X-Model-Version").orElseThrow())
                .isGreaterThanOrEqualTo(2);
        RgbImage large = RunningSystem.CODEC.decode(answer.body());
        assertThat(List.of(large.width(), large.height())).containsExactly(148, 92);
    }

    static void samplesComeBackThroughKafka(RunningSystem running) {
        await().atMost(RunningSystem.PATIENCE)
                .until(() -> running.system().samples().answers() > 0);
    }

    static void windowsReachTheDashboard(RunningSystem running) {
        await().atMost(RunningSystem.PATIENCE)
                .until(() -> running.system().serving().windows() > 0);
        await().atMost(RunningSystem.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(running.json("/api/v1/metrics").toString())
                                        .contains("trainer.map.loss"));
    }

    static void aPoisonRecordIsPutAsideAndTrainingGoesOn(RunningSystem running) {
        KafkaConnection kafka = running.kafka();
        byte[] poison = "no patch at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.settings().bootstrap());
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                    new ProducerRecord<>(kafka.topics().patchesLr().name(), new byte[0], poison));
        }

        await().atMost(RunningSystem.PATIENCE)
                .until(() -> deadLetterTopics(kafka).contains("monge.patches.lr"));
        long before = running.system().trainer().progress().iterations();
        await().atMost(RunningSystem.PATIENCE)
                .until(() -> running.system().trainer().progress().iterations() > before + 5);
    }

    /** Of Kafka's own clients not all: what they tell of a topic is shown within the minute. */
    static void prometheusIsGivenWhatDashboardsAndRulesAskFor(RunningSystem running) {
        List<String> asked =
                new OperatorsFiles()
                        .series().stream().filter(name -> !name.startsWith("kafka_")).toList();
        assertThat(asked).hasSizeGreaterThan(50);
        await().atMost(RunningSystem.PATIENCE)
                .untilAsserted(
                        () -> {
                            Set<String> given = running.series();
                            assertThat(asked).allMatch(given::contains);
                        });
    }

    private static List<String> deadLetterTopics(KafkaConnection kafka) {
        List<String> topics = new ArrayList<>();
        kafka.<DeadLetter>reader(kafka.topics().deadLetters())
                .scan(
                        0,
                        0,
                        letter -> !topics.add(letter.value().getTopic()),
                        Duration.ofSeconds(10));
        return topics;
    }
}
