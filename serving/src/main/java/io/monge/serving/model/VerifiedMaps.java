package io.monge.serving.model;

import io.monge.ot.snapshot.IncompatibleSnapshotException;
import io.monge.schemas.snapshot.CorruptSnapshotException;
import io.monge.serving.model.RefusedSnapshotException.Reason;
import java.util.Optional;

/**
 * From a manifest to a map, if everything is as the manifest says: the parent, the bytes, the
 * architecture, the weights. Blocks.
 */
final class VerifiedMaps {

    private final ModelFeed feed;
    private final ModelCatalogue catalogue;
    private final MapLoader loader;

    VerifiedMaps(ModelFeed feed, ModelCatalogue catalogue, MapLoader loader) {
        this.feed = feed;
        this.catalogue = catalogue;
        this.loader = loader;
    }

    /**
     * @throws RefusedSnapshotException if it can never be served
     */
    LoadedMap load(PublishedModel model) {
        wrongParent(model)
                .ifPresent(
                        sentence -> {
                            throw new RefusedSnapshotException(Reason.PARENT, sentence);
                        });
        try {
            return loader.load(model, feed.fetch(model));
        } catch (CorruptSnapshotException e) {
            throw new RefusedSnapshotException(Reason.valueOf(e.problem().name()), e);
        } catch (IncompatibleSnapshotException e) {
            throw new RefusedSnapshotException(
                    Reason.valueOf(e.problem().name()),
                    "version %d: %s".formatted(model.version(), e.getMessage()),
                    e);
        }
    }

    /** What is wrong with the parent; one that is no longer kept cannot be looked at. */
    private Optional<String> wrongParent(PublishedModel model) {
        if (model.parent().isEmpty()) {
            return Optional.empty();
        }
        long parent = model.parent().getAsLong();
        return parent < model.version()
                ? catalogue.find(parent).flatMap(kept -> disagreement(model, kept))
                : Optional.of(
                        "snapshot version %d cannot be used: its parent is said to be version %d, which is not before it"
                                .formatted(model.version(), parent));
    }

    private static Optional<String> disagreement(PublishedModel model, PublishedModel parent) {
        String ours = model.origin().training();
        String theirs = parent.origin().training();
        if (!ours.isEmpty() && !theirs.isEmpty() && !ours.equals(theirs)) {
            return Optional.of(
                    "snapshot version %d cannot be used: it is of training %s, but its parent, version %d, is of training %s"
                            .formatted(model.version(), ours, parent.version(), theirs));
        }
        return model.origin()
                .parentSha256()
                .filter(promised -> !promised.equals(parent.location().sha256()))
                .map(
                        promised ->
                                "snapshot version %d cannot be used: its parent, version %d, has SHA-256 %s where %s is promised"
                                        .formatted(
                                                model.version(),
                                                parent.version(),
                                                parent.location().sha256(),
                                                promised));
    }
}
