package io.monge.runtime.metric;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every number Monge emits: its name on the wire, its unit and what it means. The only place where
 * a metric's name is spelled.
 */
public enum Metric {
    TRAINER_POTENTIAL_LOSS("trainer.potential.loss", "1", "L_f, maximised by the potential"),
    TRAINER_MAP_LOSS("trainer.map.loss", "1", "L_T, minimised by the map"),
    TRAINER_CONTENT_LOSS("trainer.content.loss", "1", "R_c(T), eq. (1): mean cost of x and T(x)"),
    TRAINER_STEP_SECONDS("trainer.step.seconds", "s", "one step of Algorithm 1"),
    TRAINER_ITERATION_RATE("trainer.iteration.rate", "1/s", "potential iterations a second"),
    TRAINER_PALETTE_CONTRAST_LR(
            "trainer.palette.contrast.lr", "1", "palette contrast of LR patches, App. D"),
    TRAINER_PALETTE_CONTRAST_SR(
            "trainer.palette.contrast.sr", "1", "palette contrast of T(LR), App. D"),
    TRAINER_PALETTE_CONTRAST_HR(
            "trainer.palette.contrast.hr", "1", "palette contrast of HR patches, App. D"),
    TRAINER_MONGE_GAP(
            "trainer.monge.gap",
            "1",
            "how far the map's cost on held-out patches is above that of the best assignment of its images"),
    TRAINER_BW2_UVP(
            "trainer.bw2.uvp",
            "%",
            "variance of HR that T(LR)'s moments leave unexplained: Bures-Wasserstein on blocks of 4x4 px"),
    TRAINER_SLICED_WASSERSTEIN(
            "trainer.sliced.wasserstein",
            "1",
            "sliced Wasserstein-1 distance of T(LR) and HR, blocks of 8x8 px in [-1, 1] units"),
    TRAINER_SLICED_WASSERSTEIN_TEXTURE(
            "trainer.sliced.wasserstein.texture",
            "1",
            "the same without flat colour: edges and texture alone"),
    TRAINER_CONTENT_HELD_OUT(
            "trainer.content.held.out",
            "1",
            "mean squared difference of T(LR) and bicubic on held-out patches, in [-1, 1] units"),
    TRAINER_CLIPPED_SHARE(
            "trainer.clipped.share", "1", "share of T(LR)'s channel values at 0 or 255"),
    TRAINER_PAIRS_PSNR(
            "trainer.pairs.psnr", "dB", "mean PSNR of T(LR) on the folder of true pairs"),
    TRAINER_PAIRS_SSIM("trainer.pairs.ssim", "1", "mean SSIM of T(LR) on the folder of true pairs"),
    TRAINER_PAIRS_LPIPS(
            "trainer.pairs.lpips", "1", "mean LPIPS of T(LR) on the folder of true pairs"),
    TRAINER_RESERVOIR_FILL_LR(
            "trainer.reservoir.fill.lr", "1", "filled part of the LR reservoir, 0..1"),
    TRAINER_RESERVOIR_FILL_HR(
            "trainer.reservoir.fill.hr", "1", "filled part of the HR reservoir, 0..1"),
    TRAINER_RESERVOIR_AGE_LR(
            "trainer.reservoir.age.lr", "s", "time the oldest LR patch has been in the reservoir"),
    TRAINER_RESERVOIR_AGE_HR(
            "trainer.reservoir.age.hr", "s", "time the oldest HR patch has been in the reservoir"),
    TRAINER_STREAM_RATE_LR(
            "trainer.stream.rate.lr", "1/s", "LR patches taken from the stream, a second"),
    TRAINER_STREAM_RATE_HR(
            "trainer.stream.rate.hr", "1/s", "HR patches taken from the stream, a second"),
    TRAINER_STREAM_LAG_LR(
            "trainer.stream.lag.lr", "records", "LR patches in the log and not yet read"),
    TRAINER_STREAM_LAG_HR(
            "trainer.stream.lag.hr", "records", "HR patches in the log and not yet read"),
    TRAINER_STREAM_LOST_LR(
            Kind.COUNT,
            "trainer.stream.lost.lr",
            "records",
            "LR patches dropped by retention before they were read"),
    TRAINER_STREAM_LOST_HR(
            Kind.COUNT,
            "trainer.stream.lost.hr",
            "records",
            "HR patches dropped by retention before they were read"),
    TRAINER_RESERVOIR_LOST_LR(
            Kind.COUNT,
            "trainer.reservoir.lost.lr",
            "records",
            "LR patches of the checkpoint's pools that the log no longer has, at a restart"),
    TRAINER_RESERVOIR_LOST_HR(
            Kind.COUNT,
            "trainer.reservoir.lost.hr",
            "records",
            "HR patches of the checkpoint's pools that the log no longer has, at a restart"),
    TRAINER_GRADIENT_NORM_POTENTIAL(
            "trainer.gradient.norm.potential",
            "1",
            "Euclidean norm of the gradient that Adam moves the potential by"),
    TRAINER_GRADIENT_NORM_MAP(
            "trainer.gradient.norm.map",
            "1",
            "Euclidean norm of the gradient that Adam moves the map by"),
    TRAINER_LEARNING_RATE_POTENTIAL(
            "trainer.learning.rate.potential", "1", "the potential's learning rate"),
    TRAINER_LEARNING_RATE_MAP("trainer.learning.rate.map", "1", "the map's learning rate"),
    TRAINER_TILE_ERROR(
            "trainer.tile.error",
            "1/255",
            "greatest difference of serving's default tiles from one untiled pass"),
    TRAINER_SNAPSHOTS(
            Kind.COUNT, "trainer.snapshots", "snapshots", "1 for each published snapshot"),
    TRAINER_REANCHORS(
            Kind.COUNT,
            "trainer.reanchors",
            "events",
            "1 for each copy of the map that the dynamic cost froze, App. C"),
    TRAINER_PROMOTIONS(
            Kind.COUNT,
            "trainer.promotions",
            "snapshots",
            "1 for each published snapshot that is served"),
    TRAINER_REFUSED(
            Kind.COUNT,
            "trainer.refused",
            "snapshots",
            "1 for each published snapshot that is not served, being worse"),
    TRAINER_SERVED_ROLLBACKS(
            Kind.COUNT,
            "trainer.served.rollbacks",
            "events",
            "1 for each return to an older version because the served one left its band"),
    TRAINER_SCORING_SECONDS(
            "trainer.scoring.seconds", "s", "scores of one snapshot on held-out patches"),
    TRAINER_SNAPSHOT_SECONDS(
            "trainer.snapshot.seconds", "s", "encoding and publishing one snapshot"),
    TRAINER_CHECKPOINT_SECONDS("trainer.checkpoint.seconds", "s", "writing one checkpoint"),
    TRAINER_CHECKPOINT_UNSENT(
            Kind.COUNT,
            "trainer.checkpoint.unsent",
            "checkpoints",
            "1 for each checkpoint that its topic did not take; it is on the disk"),
    TRAINER_DIVERGED(
            Kind.COUNT,
            "trainer.diverged",
            "events",
            "1 for each return to a checkpoint, whatever the reason"),
    TRAINER_DIVERGED_NONFINITE(
            Kind.COUNT,
            "trainer.diverged.nonfinite",
            "events",
            "1 for each return to a checkpoint after a loss or weight that was not finite"),
    TRAINER_DIVERGED_EXPLODING(
            Kind.COUNT,
            "trainer.diverged.exploding",
            "events",
            "1 for each return to a checkpoint after a loss that outgrew its own past"),
    TRAINER_DIVERGED_COLOURS(
            Kind.COUNT,
            "trainer.diverged.colours",
            "events",
            "1 for each return to a checkpoint after T(LR)'s colours had left HR's"),
    TRAINER_SELF_TEST_UVP(
            "trainer.self.test.uvp",
            "%",
            "L2-UVP of the known map between Gaussians, at the start"),
    TRAINER_SELF_TEST_DIFFERENCE(
            "trainer.self.test.difference",
            "1",
            "the map as configured against float32 on the CPU, grey levels, at the start"),
    TRAINER_FLOAT32_REPEATS(
            Kind.COUNT,
            "trainer.float32.repeats",
            "updates",
            "updates of one iteration repeated in float32, bf16 having been not finite"),
    TRAINER_PROCESSOR_SHARE(
            "trainer.processor.share",
            "1",
            "share of all processors that the training process uses"),
    TRAINER_MEMORY_BYTES("trainer.memory.bytes", "bytes", "resident size of the training process"),
    STREAM_DRIFT_LR(
            "stream.drift.lr",
            "1",
            "how far the newest LR patches look from those before, in standard deviations of looks"),
    STREAM_DRIFT_HR(
            "stream.drift.hr",
            "1",
            "how far the newest HR patches look from those before, in standard deviations of looks"),
    INGEST_PATCHES_LR(
            Kind.COUNT,
            "ingest.patches.lr",
            "patches",
            "LR patches acknowledged by the broker since the last sample"),
    INGEST_PATCHES_HR(
            Kind.COUNT,
            "ingest.patches.hr",
            "patches",
            "HR patches acknowledged by the broker since the last sample"),
    INGEST_REFUSED(
            Kind.COUNT,
            "ingest.refused",
            "images",
            "images that could not be read, since the last sample"),
    SERVING_REQUESTS(Kind.COUNT, "serving.requests", "requests", "1 for each accepted request"),
    SERVING_REFUSED(Kind.COUNT, "serving.refused", "requests", "1 for each refused request"),
    SERVING_UPSCALE_SECONDS("serving.upscale.seconds", "s", "one request from admission to answer"),
    SERVING_QUEUE_SECONDS("serving.queue.seconds", "s", "waiting time of one request"),
    SERVING_QUEUE_DEPTH("serving.queue.depth", "requests", "requests waiting now"),
    SERVING_DECODE_SECONDS("serving.decode.seconds", "s", "decoding one image"),
    SERVING_INFER_SECONDS("serving.infer.seconds", "s", "forward passes of one request"),
    SERVING_ENCODE_SECONDS("serving.encode.seconds", "s", "encoding one image"),
    SERVING_PROCESSOR_SHARE(
            "serving.processor.share",
            "1",
            "share of all processors that the serving process uses"),
    SERVING_MEMORY_BYTES("serving.memory.bytes", "bytes", "resident size of the serving process"),
    SERVING_MODEL_VERSION("serving.model.version", "iterations", "version of the served model"),
    SERVING_SWAP_SECONDS("serving.swap.seconds", "s", "promotion read to model served"),
    SERVING_SNAPSHOT_REFUSED(
            Kind.COUNT,
            "serving.snapshot.refused",
            "snapshots",
            "1 for each promoted snapshot not served"),
    SERVING_SNAPSHOT_REFUSED_INCOMPLETE(
            Kind.COUNT,
            "serving.snapshot.refused.incomplete",
            "snapshots",
            "chunks missing or cut off"),
    SERVING_SNAPSHOT_REFUSED_ALTERED(
            Kind.COUNT,
            "serving.snapshot.refused.altered",
            "snapshots",
            "SHA-256 is not the manifest's"),
    SERVING_SNAPSHOT_REFUSED_UNREADABLE(
            Kind.COUNT,
            "serving.snapshot.refused.unreadable",
            "snapshots",
            "bytes are no snapshot"),
    SERVING_SNAPSHOT_REFUSED_ARCHITECTURE(
            Kind.COUNT,
            "serving.snapshot.refused.architecture",
            "snapshots",
            "architecture unknown or not the manifest's"),
    SERVING_SNAPSHOT_REFUSED_SHAPE(
            Kind.COUNT,
            "serving.snapshot.refused.shape",
            "snapshots",
            "arrays are not the architecture's"),
    SERVING_SNAPSHOT_REFUSED_NONFINITE(
            Kind.COUNT,
            "serving.snapshot.refused.nonfinite",
            "snapshots",
            "a weight is infinite or NaN"),
    SERVING_SNAPSHOT_REFUSED_PARENT(
            Kind.COUNT,
            "serving.snapshot.refused.parent",
            "snapshots",
            "descends from another training"),
    DEAD_LETTERS(
            Kind.COUNT, "dead.letters", "records", "1 for each record sent to the dead letters"),
    METRICS_DROPPED(
            Kind.COUNT,
            "metrics.dropped",
            "samples",
            "samples dropped before they were sent, since the last sample"),
    METRICS_LATE(
            Kind.COUNT,
            "metrics.late",
            "samples",
            "samples too late for their window and in none, since the last sample"),
    RUNTIME_HEARTBEAT(
            "runtime.heartbeat",
            "1",
            "once a second on every partition, so that windows close; not for display");

    /** How values of one metric go together. */
    public enum Kind {
        /** Each stands for itself. */
        LEVEL,
        /** They add up: each says how many there were since the one before. */
        COUNT
    }

    private final Kind kind;
    private final String id;
    private final String unit;
    private final String description;

    Metric(String id, String unit, String description) {
        this(Kind.LEVEL, id, unit, description);
    }

    Metric(Kind kind, String id, String unit, String description) {
        this.kind = kind;
        this.id = id;
        this.unit = unit;
        this.description = description;
    }

    public Kind kind() {
        return kind;
    }

    /** The dotted name on the wire, such as {@code trainer.map.loss}. */
    public String id() {
        return id;
    }

    /** Unit as in the SI; {@code 1} for a pure number, a plural noun for a count. */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    /** The metric of that dotted name, if this version of Monge knows it. */
    public static Optional<Metric> of(String id) {
        return Stream.of(values()).filter(metric -> metric.id.equals(id)).findFirst();
    }
}
