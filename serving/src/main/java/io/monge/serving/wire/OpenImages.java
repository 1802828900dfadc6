package io.monge.serving.wire;

import io.monge.imaging.MalformedImageException;
import io.monge.runtime.kafka.Delivery;
import io.monge.schemas.image.BrokenImageException;
import io.monge.schemas.image.ImageAssembly;
import io.monge.schemas.record.ImagePart;
import io.monge.schemas.record.UpscaleRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests whose images come in pieces, until they are whole; a request of one record passes. Knows
 * what may be committed: a piece that is not answered is read again after a restart, however much
 * behind it has been. Thread-safe.
 */
final class OpenImages {

    private static final Logger LOG = LoggerFactory.getLogger(OpenImages.class);

    /**
     * What is waited for.
     *
     * @param imageBytes of one image
     * @param allBytes of all that are not whole
     * @param patience after the last piece of an image; then it is answered that the others lack
     */
    record Limits(long imageBytes, long allBytes, Duration patience) {}

    private record Key(int partition, String requestId) {}

    private final Limits limits;
    private final Map<Key, Open> open = new LinkedHashMap<>();
    private final Map<Integer, TreeMap<Long, Delivery<UpscaleRequest>>> unanswered =
            new HashMap<>(); // pieces, by partition and offset
    private final Map<Integer, Long> answered = new HashMap<>(); // first offset after them

    OpenImages(Limits limits) {
        this.limits = limits;
    }

    /** An image that is not whole. */
    private static final class Open {
        private final ImageAssembly assembly;
        private final List<Delivery<UpscaleRequest>> records = new ArrayList<>();
        private long lastNanos = System.nanoTime();

        Open(ImageAssembly assembly) {
            this.assembly = assembly;
        }

        void add(Delivery<UpscaleRequest> record, ImagePart part, ByteBuffer piece) {
            records.add(record);
            lastNanos = System.nanoTime();
            assembly.add(part, piece);
        }

        boolean isCurrent() {
            return records.stream().allMatch(Delivery::isCurrent);
        }

        boolean isAbandoned(Duration patience) {
            return System.nanoTime() - lastNanos > patience.toNanos();
        }

        RequestedImage requested() {
            return new RequestedImage(records, assembly::image);
        }
    }

    /** The request that this record completes, or makes impossible. */
    synchronized Optional<RequestedImage> take(Delivery<UpscaleRequest> record) {
        UpscaleRequest request = record.value();
        if (request.getPart() == null) {
            return Optional.of(new RequestedImage(List.of(record), () -> bytes(request)));
        }
        Key key = new Key(record.partition(), request.getRequestId());
        Open begun = open.get(key);
        if (begun != null && !begun.isCurrent()) {
            open.remove(key); // the partition was lost and has come back: all of it is read again
        }
        if (!open.containsKey(key) && request.getPart().getIndex() > 0) {
            // Answered before a restart, or with a failure; or retention took the beginning.
            LOG.info("a piece of request {} has no beginning and is passed over", key.requestId());
            record.acknowledge();
            return Optional.empty();
        }
        unanswered
                .computeIfAbsent(key.partition(), partition -> new TreeMap<>())
                .put(record.offset(), record);
        return add(key, record);
    }

    private Optional<RequestedImage> add(Key key, Delivery<UpscaleRequest> record) {
        ImagePart part = record.value().getPart();
        List<Delivery<UpscaleRequest>> records = new ArrayList<>(List.of(record));
        try {
            Open image = open.get(key);
            if (image == null) {
                image = new Open(new ImageAssembly(part, limits.imageBytes()));
                open.put(key, image);
            }
            records = image.records;
            image.add(record, part, record.value().getImage());
            if (image.assembly.isWhole()) {
                open.remove(key);
                return Optional.of(image.requested());
            }
            requireRoom();
            return Optional.empty();
        } catch (BrokenImageException | MalformedImageException broken) {
            open.remove(key);
            return Optional.of(
                    new RequestedImage(
                            records,
                            () -> {
                                throw broken;
                            }));
        }
    }

    private void requireRoom() {
        long held = open.values().stream().mapToLong(image -> image.assembly.bytes()).sum();
        if (held > limits.allBytes()) {
            throw new MalformedImageException(
                    MalformedImageException.Kind.TOO_LARGE,
                    "%d images are under way in pieces, with more than %d bytes; send it again later"
                            .formatted(open.size(), limits.allBytes()));
        }
    }

    /** A request whose other pieces did not come in time. */
    synchronized Optional<RequestedImage> abandoned() {
        Iterator<Open> images = open.values().iterator();
        while (images.hasNext()) {
            Open image = images.next();
            if (!image.isCurrent()) {
                images.remove(); // another server reads it
            } else if (image.isAbandoned(limits.patience())) {
                images.remove();
                return Optional.of(image.requested());
            }
        }
        return Optional.empty();
    }

    /** The first offset of the image's partition that is not answered once the image is. */
    synchronized long next(RequestedImage image) {
        int partition = image.partition();
        long after = 0;
        for (Delivery<UpscaleRequest> record : image.records()) {
            after = Math.max(after, record.offset() + 1);
        }
        after = Math.max(after, answered.getOrDefault(partition, 0L));
        for (var piece : unanswered.getOrDefault(partition, new TreeMap<>()).entrySet()) {
            boolean own = image.records().contains(piece.getValue());
            if (!own && piece.getValue().isCurrent()) {
                return Math.min(after, piece.getKey());
            }
        }
        return after;
    }

    /** The answer has been written. */
    synchronized void answered(RequestedImage image) {
        int partition = image.partition();
        TreeMap<Long, Delivery<UpscaleRequest>> pieces =
                unanswered.getOrDefault(partition, new TreeMap<>());
        for (Delivery<UpscaleRequest> record : image.records()) {
            pieces.remove(record.offset());
            answered.merge(partition, record.offset() + 1, Math::max);
        }
        pieces.values().removeIf(record -> !record.isCurrent());
    }

    private static byte[] bytes(UpscaleRequest request) {
        ByteBuffer image = request.getImage().duplicate();
        byte[] bytes = new byte[image.remaining()];
        image.get(bytes);
        return bytes;
    }
}
