package io.monge.ingest;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a feed has done, as a line for people, now and then. Called by one thread at a time. */
final class FeedReport {

    private final Domain domain;
    private final IngestMeter meter;
    private final RefusedImages refused;
    private final Optional<FolderProgress> folder;
    private final long start;
    private long lastNanos;
    private long lastPatches;

    /**
     * @param folder if it is one that is read once
     * @param now nanoseconds of {@link System#nanoTime}
     */
    FeedReport(
            Domain domain,
            IngestMeter meter,
            RefusedImages refused,
            Optional<FolderProgress> folder,
            long now) {
        this.domain = domain;
        this.meter = meter;
        this.refused = refused;
        this.folder = folder;
        this.start = now;
        this.lastNanos = now;
    }

    /** Patches and images so far, the rate since the last line, and what is left. */
    String line(long now) {
        long patches = meter.total(domain);
        double seconds = Math.max(1e-3, (now - lastNanos) / 1e9);
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%s: %,d patches, %,.0f/s",
                        domain,
                        patches,
                        (patches - lastPatches) / seconds));
        folder.ifPresent(it -> line.append("; ").append(images(it)));
        Map<RefusedImages.Reason, Long> counts = refused.counts(domain);
        if (!counts.isEmpty()) {
            line.append("; refused ").append(counts);
        }
        folder.flatMap(it -> it.left(Duration.ofNanos(now - start)))
                .filter(left -> !left.isZero())
                .ifPresent(left -> line.append("; ").append(words(left)));
        lastNanos = now;
        lastPatches = patches;
        return line.toString();
    }

    private static String images(FolderProgress folder) {
        String read = String.format(Locale.ROOT, "%,d", folder.images());
        return folder.all().isPresent()
                ? String.format(Locale.ROOT, "%s of %,d images", read, folder.all().getAsLong())
                : read + " images";
    }

    private static String words(Duration left) {
        long seconds = left.toSeconds();
        return seconds < 90
                ? "about %d s left".formatted(seconds)
                : "about %d min left".formatted(Math.round(seconds / 60.0));
    }
}
