package io.monge.trainer;

import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import io.monge.trainer.wire.PatchDecoder;

/**
 * One of the two streams: where it comes from, what it must look like, and under which names it is
 * measured.
 *
 * @param topic of the patches
 * @param decoder what the networks can take
 * @param fill metric of the reservoir's fill
 * @param lag metric of the records not yet fetched
 * @param lost metric of the records dropped by retention
 */
record PatchTopic(
        Topic<ImagePatch> topic, PatchDecoder decoder, Metric fill, Metric lag, Metric lost) {

    /** P. */
    static PatchTopic lr(Topics topics, TrainerConfig config) {
        return new PatchTopic(
                topics.patchesLr(),
                new PatchDecoder(Domain.LR, config.lrPatch()),
                Metric.TRAINER_RESERVOIR_FILL_LR,
                Metric.TRAINER_STREAM_LAG_LR,
                Metric.TRAINER_STREAM_LOST_LR);
    }

    /** Q. */
    static PatchTopic hr(Topics topics, TrainerConfig config) {
        return new PatchTopic(
                topics.patchesHr(),
                new PatchDecoder(Domain.HR, config.hrPatch()),
                Metric.TRAINER_RESERVOIR_FILL_HR,
                Metric.TRAINER_STREAM_LAG_HR,
                Metric.TRAINER_STREAM_LOST_HR);
    }
}
