package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the images that gave no patches, by reason; logs each once. Thread-safe.
 *
 * <p>Remembers the names of the first hundred thousand, to log none of these twice.
 */
public final class RefusedImages {

    /** Why an image gave no patches. */
    public enum Reason {
        MALFORMED,
        TOO_LARGE,
        UNSUPPORTED,
        /** Smaller than a patch. */
        TOO_SMALL,
        /** All its patches lack contrast or sharpness. */
        FEATURELESS,
        /** Another image had the same pixels. */
        DUPLICATE,
        /** The file system would not give it out. */
        UNREADABLE;

        static Reason of(MalformedImageException.Kind kind) {
            return switch (kind) {
                case MALFORMED -> MALFORMED;
                case TOO_LARGE -> TOO_LARGE;
                case UNSUPPORTED -> UNSUPPORTED;
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RefusedImages.class);

    private static final int MOST_REMEMBERED = 100_000;

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    RefusedImages() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void add(Domain domain, String imageId, Reason reason, String message) {
        counts.get(reason).increment();
        // The bound is for topics, on which images never end.
        if (logged.size() >= MOST_REMEMBERED || logged.add(domain + "/" + imageId)) {
            LOG.warn("{} image {} refused, {}: {}", domain, imageId, reason, message);
        }
    }

    /** How many were refused for each reason; reasons that never occurred are left out. */
    Map<Reason, Long> counts() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue().sum() > 0)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()),
                                Collections::unmodifiableMap));
    }

    long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
