import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.schemas.Topics;
import io.monge.schemas.image.ImageAssembly;
import io.monge.schemas.image.ImageParts;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.schemas.registry.SchemaRegistries;
import io.monge.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@code UpscaleKafka IMAGE OUT [BOOTSTRAP [REGISTRY]]}: sends an image to {@code monge.upscale.requests} and waits for
 * its answer on {@code monge.upscale.results}. Needs kafka-clients and Monge's schemas on the class path.
 */
public final class UpscaleKafka {
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LARGEST = 256L << 20;

    private UpscaleKafka() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 4) {
            throw new IllegalArgumentException("usage: UpscaleKafka IMAGE OUT [BOOTSTRAP [REGISTRY]]");
        }
        String bootstrap = arguments.length > 2 ? arguments[2] : "localhost:9092";
        String server = arguments.length > 3 ? arguments[3] : "http://localhost:8081";
        byte[] image = Files.readAllBytes(Path.of(arguments[0]));
        try (SchemaRegistryClient registry = SchemaRegistries.openServer(server);
                KafkaConsumer<String, UpscaleResult> results = results(bootstrap, registry);
                KafkaProducer<String, UpscaleRequest> requests = requests(bootstrap, registry)) {
            // From the ends of the partitions as they are now: the answer lies behind them.
            List<TopicPartition> partitions =
                    results.partitionsFor(TOPICS.upscaleResults().name()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            results.assign(partitions);
            results.seekToEnd(partitions);
            partitions.forEach(results::position);

            String id = UUID.randomUUID().toString();
            for (UpscaleRequest record : ImageParts.requests(id, image, Instant.now())) { // several above 4 MiB
                requests.send(new ProducerRecord<>(TOPICS.upscaleRequests().name(), id, record)).get();
            }
            Files.write(Path.of(arguments[1]), answer(id, results));
        }
    }

    private static byte[] answer(String id, KafkaConsumer<String, UpscaleResult> results) {
        Optional<ImageAssembly> pieces = Optional.empty();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<String, UpscaleResult> record : results.poll(Duration.ofMillis(500))) {
                if (!record.value().getRequestId().equals(id)) {
                    continue; // somebody else's
                }
                if (record.value().getOutcome() instanceof UpscaleFailure failure) {
                    throw new IllegalStateException(failure.getReason() + ": " + failure.getMessage());
                }
                UpscaledImage image = (UpscaledImage) record.value().getOutcome();
                if (image.getPart() == null) {
                    System.out.printf("%d x %d px by version %d%n", image.getWidth(), image.getHeight(), image.getModelVersion());
                    return bytes(image.getImage());
                }
                ImageAssembly whole = pieces.orElseGet(() -> new ImageAssembly(image.getPart(), LARGEST));
                whole.add(image.getPart(), image.getImage());
                if (whole.isWhole()) {
                    return whole.image(); // its SHA-256 was checked
                }
                pieces = Optional.of(whole);
            }
        }
        throw new IllegalStateException("no answer within " + PATIENCE.toSeconds() + " s");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static KafkaConsumer<String, UpscaleResult> results(String bootstrap, SchemaRegistryClient registry) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"), // answers are transactions
                new StringDeserializer(),
                AvroSerde.of(registry, TOPICS.upscaleResults()).deserializer());
    }

    private static KafkaProducer<String, UpscaleRequest> requests(String bootstrap, SchemaRegistryClient registry) {
        int largest = TOPICS.upscaleRequests().maxRecordBytes();
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "max.request.size", largest),
                new StringSerializer(),
                AvroSerde.of(registry, TOPICS.upscaleRequests()).serializer());
    }
}
