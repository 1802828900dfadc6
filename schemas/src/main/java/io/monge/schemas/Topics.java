package io.monge.schemas;

import static io.confluent.kafka.schemaregistry.CompatibilityLevel.BACKWARD_TRANSITIVE;
import static io.confluent.kafka.schemaregistry.CompatibilityLevel.FULL_TRANSITIVE;

import io.monge.schemas.record.Alarm;
import io.monge.schemas.record.CheckpointChunk;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.IngestPosition;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue of topics, the only place where their names are spelled; nothing else creates
 * topics.
 *
 * <p>Compatibility: what clients send is read by newer services (BACKWARD_TRANSITIVE); what
 * services publish is read by older and newer ones (FULL_TRANSITIVE). Fields are added with
 * defaults; a new meaning is a new topic.
 *
 * @param patchesLr samples of P; the key is the id of the image a patch was cut from
 * @param patchesHr samples of Q; the key is the id of the image a patch was cut from
 * @param ingestPositions how far each folder has been read, with the patches cut from it in one
 *     transaction; key: mark, reading and image
 * @param modelManifests what is known of each snapshot; the key is {@code model/slot}, and slots
 *     turn over, so that compaction keeps the last {@code trainer.publish.keep} snapshots
 * @param modelChunks the bytes of the snapshots; the key is {@code model/slot/index}
 * @param modelCurrent which snapshot is served; the key is the name of the model
 * @param modelCheckpoints the newest checkpoints, if {@code trainer.checkpoint.topic} asks for it;
 *     the key is {@code model/slot/index}
 * @param upscaleRequests images to be upscaled; the key is the request's id
 * @param upscaleResults the answers; the key is the request's id
 * @param metricsSamples every measured value; the key is the name of the metric
 * @param metricsWindows the values of a metric in a tumbling window; the key is metric, start,
 *     source, version and length of the window
 * @param alarms each alarm as it stands; the key is {@code alarm@source}
 * @param deadLetters records that nobody could read; the key is the topic they were on
 */
public record Topics(
        Topic<ImagePatch> patchesLr,
        Topic<ImagePatch> patchesHr,
        Topic<IngestPosition> ingestPositions,
        Topic<ModelManifest> modelManifests,
        Topic<ModelChunk> modelChunks,
        Topic<ModelPromotion> modelCurrent,
        Topic<CheckpointChunk> modelCheckpoints,
        Topic<UpscaleRequest> upscaleRequests,
        Topic<UpscaleResult> upscaleResults,
        Topic<MetricSample> metricsSamples,
        Topic<MetricWindow> metricsWindows,
        Topic<Alarm> alarms,
        Topic<DeadLetter> deadLetters) {

    /** The prefix of a Monge that shares its broker with nobody. */
    public static final String DEFAULT_PREFIX = "monge.";

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final Retention WEEK_OF_LR = Retention.of(Duration.ofDays(7), 64L * MIB);
    private static final Retention WEEK_OF_HR = Retention.of(Duration.ofDays(7), 256L * MIB);
    private static final Retention DAY = Retention.of(Duration.ofDays(1), 64L * MIB);
    private static final Retention HOUR = Retention.of(Duration.ofHours(1), 256L * MIB);
    private static final Retention WEEK = Retention.of(Duration.ofDays(7), 256L * MIB);

    /**
     * The catalogue under a prefix, so that several Monges can share a broker.
     *
     * @param prefix put before every name as it is, usually ending in a dot; may be empty
     */
    public static Topics withPrefix(String prefix) {
        return new Topics(
                new Topic<>(
                        prefix + "patches.lr",
                        ImagePatch.class,
                        4,
                        Cleanup.DELETE,
                        WEEK_OF_LR,
                        MIB,
                        BACKWARD_TRANSITIVE),
                new Topic<>(
                        prefix + "patches.hr",
                        ImagePatch.class,
                        4,
                        Cleanup.DELETE,
                        WEEK_OF_HR,
                        MIB,
                        BACKWARD_TRANSITIVE),
                compacted(prefix + "ingest.positions", IngestPosition.class, MIB),
                compacted(prefix + "model.manifests", ModelManifest.class, MIB),
                compacted(prefix + "model.chunks", ModelChunk.class, 768 * KIB),
                compacted(prefix + "model.current", ModelPromotion.class, MIB),
                compacted(prefix + "model.checkpoints", CheckpointChunk.class, 768 * KIB),
                new Topic<>(
                        prefix + "upscale.requests",
                        UpscaleRequest.class,
                        4,
                        Cleanup.DELETE,
                        HOUR,
                        4 * MIB + 64 * KIB,
                        BACKWARD_TRANSITIVE),
                new Topic<>(
                        prefix + "upscale.results",
                        UpscaleResult.class,
                        4,
                        Cleanup.DELETE,
                        HOUR,
                        16 * MIB,
                        FULL_TRANSITIVE),
                new Topic<>(
                        prefix + "metrics.samples",
                        MetricSample.class,
                        4,
                        Cleanup.DELETE,
                        DAY,
                        MIB,
                        BACKWARD_TRANSITIVE),
                new Topic<>(
                        prefix + "metrics.windows",
                        MetricWindow.class,
                        1,
                        Cleanup.COMPACT_AND_DELETE,
                        WEEK, // of the longest windows there are few
                        MIB,
                        FULL_TRANSITIVE),
                compacted(prefix + "alarms", Alarm.class, MIB),
                new Topic<>(
                        prefix + "dead-letters",
                        DeadLetter.class,
                        1,
                        Cleanup.DELETE,
                        WEEK,
                        17 * MIB, // the largest record of any other topic must fit with its reason
                        FULL_TRANSITIVE));
    }

    /** Every topic, in the order in which data flows. */
    public List<Topic<?>> all() {
        return List.of(
                patchesLr,
                patchesHr,
                ingestPositions,
                modelManifests,
                modelChunks,
                modelCurrent,
                modelCheckpoints,
                upscaleRequests,
                upscaleResults,
                metricsSamples,
                metricsWindows,
                alarms,
                deadLetters);
    }

    private static <V extends SpecificRecord> Topic<V> compacted(
            String name, Class<V> valueType, int maxRecordBytes) {
        return new Topic<>(
                name,
                valueType,
                1,
                Cleanup.COMPACT,
                Retention.forever(),
                maxRecordBytes,
                FULL_TRANSITIVE);
    }
}
