package io.monge.trainer;

import io.monge.trainer.TrainerConfig.PublishConfig.Promotion;
import io.monge.trainer.wire.Score;
import java.util.List;
import java.util.Optional;

/** Decides whether a snapshot that has just been published is served from now on. */
@FunctionalInterface
interface PromotionGate {

    /**
     * @param version of the candidate
     * @param scores of the candidate on held-out patches; empty when there were none yet
     * @return the reason to promote it, or nothing if it is not to be served
     */
    Optional<String> reasonToPromote(long version, List<Score> scores);

    static PromotionGate of(Promotion policy) {
        return switch (policy) {
            case ALWAYS -> (version, scores) -> Optional.of("newest snapshot (policy: always)");
            case MANUAL -> (version, scores) -> Optional.empty();
        };
    }
}
