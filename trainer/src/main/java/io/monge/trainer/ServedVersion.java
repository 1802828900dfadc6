package io.monge.trainer;

import io.monge.ot.snapshot.IncompatibleSnapshotException;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.schemas.snapshot.CorruptSnapshotException;
import io.monge.trainer.wire.Current;
import io.monge.trainer.wire.SnapshotLog;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version that is served, as {@code model.current} names it, and how good it is on given
 * patches. Owned by the publishing thread.
 */
final class ServedVersion {

    private static final Logger LOG = LoggerFactory.getLogger(ServedVersion.class);

    private final SnapshotLog log;
    private final SnapshotScores measure;

    private Optional<Current> current = Optional.empty();
    private Optional<ModelSnapshot> map = Optional.empty();
    private Optional<Known> expected = Optional.empty();

    /** A version whose map is at hand. */
    private record Known(long version, ModelSnapshot snapshot) {}

    ServedVersion(SnapshotLog log, SnapshotScores measure) {
        this.log = log;
        this.measure = measure;
    }

    /** Asks the topic. */
    Optional<Current> current() {
        Optional<Current> now = log.current();
        if (!now.map(Current::version).equals(current.map(Current::version))) {
            map = now.flatMap(it -> mapOf(it.version()));
        }
        current = now;
        return now;
    }

    /** Saves fetching what has just been decided to be served. */
    void expect(Candidate candidate) {
        expected = Optional.of(new Known(candidate.version(), candidate.snapshot()));
    }

    private Optional<ModelSnapshot> mapOf(long version) {
        return expected.filter(it -> it.version() == version)
                .map(Known::snapshot)
                .or(() -> fetched(version));
    }

    private Optional<ModelSnapshot> fetched(long version) {
        try {
            Optional<byte[]> bytes = log.fetch(version);
            if (bytes.isEmpty()) {
                LOG.info("Version {} is no longer kept: its recorded scores count", version);
            }
            return bytes.map(SnapshotCodec::decode);
        } catch (IncompatibleSnapshotException | CorruptSnapshotException e) {
            LOG.warn("Version {} cannot be measured again: {}", version, e.getMessage());
            return Optional.empty();
        }
    }

    /** On the candidate's patches; those it was promoted with if the map is not to be had. */
    Scores scoresOn(Candidate candidate) {
        return map.flatMap(it -> scoresOf(it, candidate))
                .or(() -> current.map(it -> Scores.of(it.scores())))
                .orElse(Scores.NONE);
    }

    /** Versions that are kept beside the served one and the candidate, newest first. */
    List<Long> others(long candidate) {
        return log.kept().values().stream()
                .filter(version -> version != candidate)
                .filter(version -> current.stream().noneMatch(it -> it.version() == version))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** A kept version's scores on the candidate's patches; nothing if there are none of either. */
    Optional<Scores> scoresOf(long version, Candidate candidate) {
        return fetched(version).flatMap(snapshot -> scoresOf(snapshot, candidate));
    }

    private Optional<Scores> scoresOf(ModelSnapshot snapshot, Candidate candidate) {
        return measure.rendition(snapshot, candidate)
                .map(rendition -> measure.of(snapshot, Optional.of(rendition)));
    }
}
