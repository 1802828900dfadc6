package io.monge.serving.model;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The served map, and others by their version for whoever wants to compare. The others are fetched
 * when first asked for and stay in memory until too many others have been asked for since; each
 * closes when its last lease ends. Thread-safe.
 */
public final class VersionShelf implements AutoCloseable {

    private static final int KEPT = 2;

    private final ModelSlot served;
    private final ModelCatalogue catalogue;
    private final VerifiedMaps maps;
    private final Map<Long, ModelSlot> others =
            new LinkedHashMap<>(KEPT, 0.75f, true); // least recently used first; guarded by this
    private boolean closed;

    /**
     * @param served stays the caller's
     */
    public VersionShelf(
            ModelSlot served, ModelCatalogue catalogue, ModelFeed feed, MapLoader loader) {
        this.served = served;
        this.catalogue = catalogue;
        this.maps = new VerifiedMaps(feed, catalogue, loader);
    }

    /** What is served; empty before the first promotion. */
    public Optional<ServedModel> current() {
        return served.current();
    }

    /** The right to use the served map; empty before the first promotion. */
    public Optional<ModelSlot.Lease> lease() {
        return served.lease();
    }

    /**
     * The right to use a version, served or not. Blocks while it is fetched, seconds for a large
     * one.
     *
     * @throws VersionException if there is no such version, or it cannot be used
     */
    public ModelSlot.Lease lease(long version) {
        Optional<ModelSlot.Lease> current = served.lease();
        if (current.isPresent()) {
            if (current.get().model().version() == version) {
                return current.get();
            }
            current.get().close();
        }
        return other(version);
    }

    private synchronized ModelSlot.Lease other(long version) {
        if (closed) {
            throw new IllegalStateException("the shelf is closed");
        }
        ModelSlot slot = others.get(version);
        if (slot == null) {
            slot = load(version);
            others.put(version, slot);
            dropOldest();
        }
        return slot.lease().orElseThrow();
    }

    private ModelSlot load(long version) {
        PublishedModel model =
                catalogue
                        .find(version)
                        .orElseThrow(
                                () ->
                                        new VersionException(
                                                VersionException.Kind.UNKNOWN,
                                                "There is no snapshot of version %d, or no longer"
                                                        .formatted(version)));
        Promotion comparison =
                new Promotion(
                        model.model(),
                        version,
                        Promotion.By.OPERATOR,
                        "asked for by its version",
                        Instant.now());
        try {
            ModelSlot slot = new ModelSlot();
            slot.swap(new ServedModel(model, comparison, Instant.now()), maps.load(model));
            return slot;
        } catch (RefusedSnapshotException e) {
            throw new VersionException(
                    VersionException.Kind.UNUSABLE,
                    "Version %d cannot be used: %s".formatted(version, e.getMessage()),
                    e);
        }
    }

    private void dropOldest() {
        Iterator<ModelSlot> oldest = others.values().iterator();
        while (others.size() > KEPT) {
            oldest.next().close();
            oldest.remove();
        }
    }

    /** Closes what is here but the served map, each when its last lease ends. */
    @Override
    public synchronized void close() {
        closed = true;
        others.values().forEach(ModelSlot::close);
        others.clear();
    }
}
