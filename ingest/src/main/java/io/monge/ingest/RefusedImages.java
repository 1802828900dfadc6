package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the images that gave no patches, by domain and reason; logs each once. Thread-safe.
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

    private final Map<Domain, Map<Reason, LongAdder>> counts = new EnumMap<>(Domain.class);
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    RefusedImages() {
        for (Domain domain : Domain.values()) {
            Map<Reason, LongAdder> ofDomain = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                ofDomain.put(reason, new LongAdder());
            }
            counts.put(domain, ofDomain);
        }
    }

    void add(Domain domain, String imageId, Reason reason, String message) {
        counts.get(domain).get(reason).increment();
        // The bound is for topics, on which images never end.
        if (logged.size() >= MOST_REMEMBERED || logged.add(domain + "/" + imageId)) {
            LOG.warn("{} image {} refused, {}: {}", domain, imageId, reason, message);
        }
    }

    /** How many of a domain were refused for each reason that occurred. */
    Map<Reason, Long> counts(Domain domain) {
        Map<Reason, Long> occurred = new EnumMap<>(Reason.class);
        for (Map.Entry<Reason, LongAdder> each : counts.get(domain).entrySet()) {
            long count = each.getValue().sum();
            if (count > 0) {
                occurred.put(each.getKey(), count);
            }
        }
        return Collections.unmodifiableMap(occurred);
    }

    /** The same of all domains together. */
    Map<Reason, Long> counts() {
        Map<Reason, Long> all = new EnumMap<>(Reason.class);
        for (Domain domain : Domain.values()) {
            counts(domain).forEach((reason, count) -> all.merge(reason, count, Long::sum));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Of all domains and reasons. */
    long total() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }
}
