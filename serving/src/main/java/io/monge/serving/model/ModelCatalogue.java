package io.monge.serving.model;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the model topics say: which snapshots can still be fetched, and what was promoted.
 * Thread-safe; written by the {@link SnapshotFollower}, read by HTTP.
 */
public final class ModelCatalogue {

    private static final int REMEMBERED_PROMOTIONS = 64;

    private final Map<Integer, PublishedModel> bySlot = new HashMap<>();
    private final Deque<Promotion> promotions = new ArrayDeque<>();

    /** A manifest: it takes the place of the older snapshot in its slot. */
    public synchronized void published(PublishedModel model) {
        bySlot.put(model.location().slot(), model);
    }

    /** A record of the promotion topic, in the topic's order. */
    public synchronized void promoted(Promotion promotion) {
        promotions.addLast(promotion);
        if (promotions.size() > REMEMBERED_PROMOTIONS) {
            promotions.removeFirst();
        }
    }

    /** All snapshots that can be fetched, newest first. */
    public synchronized List<PublishedModel> models() {
        return bySlot.values().stream()
                .sorted(Comparator.comparingLong(PublishedModel::version).reversed())
                .toList();
    }

    /** The newest of them, should topics of older builds hold several of this version. */
    public synchronized Optional<PublishedModel> find(long version) {
        return bySlot.values().stream()
                .filter(model -> model.version() == version)
                .max(Comparator.comparing(PublishedModel::publishedAt));
    }

    /** The newest promotion: what should be served. */
    public synchronized Optional<Promotion> wanted() {
        return Optional.ofNullable(promotions.peekLast());
    }

    /** What was promoted since the start, and what was wanted then; oldest first, 64 at most. */
    public synchronized List<Promotion> promotions() {
        return List.copyOf(promotions);
    }

    /** Version of the newest snapshot. */
    public synchronized OptionalLong newest() {
        return bySlot.values().stream().mapToLong(PublishedModel::version).max();
    }

    /**
     * The version to go back to: of those older than the wanted one that can still be fetched, the
     * one promoted last; after a restart, when earlier promotions are compacted away, the newest.
     */
    public synchronized OptionalLong rollbackTarget() {
        Optional<Promotion> wanted = wanted();
        if (wanted.isEmpty()) {
            return OptionalLong.empty();
        }
        long current = wanted.get().version();
        OptionalLong before = promotedBefore(current);
        return before.isPresent() ? before : olderThan(current);
    }

    private OptionalLong promotedBefore(long current) {
        // A rollback is itself a promotion: skipping versions newer than the current one makes a
        // second rollback go further back instead of forward again.
        return promotions.stream()
                .mapToLong(Promotion::version)
                .filter(version -> version < current && find(version).isPresent())
                .reduce((first, second) -> second);
    }

    private OptionalLong olderThan(long current) {
        return bySlot.values().stream()
                .mapToLong(PublishedModel::version)
                .filter(version -> version < current)
                .max();
    }
}
