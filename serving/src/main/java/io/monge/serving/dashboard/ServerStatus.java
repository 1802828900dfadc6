package io.monge.serving.dashboard;

import io.monge.runtime.metric.ProcessUse;
import io.monge.serving.model.ServedModel;
import io.monge.serving.upscale.QueueState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * This server at one moment.
 *
 * @param served what is in the slot
 * @param newestVersion newest published snapshot
 * @param use of the machine by this process
 */
public record ServerStatus(
        Instant at,
        Optional<ServedModel> served,
        OptionalLong newestVersion,
        QueueState queue,
        ProcessUse use) {}
