package io.monge.ingest;

import io.monge.imaging.Crop;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The patches of one image, each cut when it is asked for, one ahead: with a patch goes how far the
 * image is done, those included that the filter leaves out behind it.
 */
final class ImageCuts implements Iterator<Patch> {

    private final Domain domain;
    private final SourceImage source;
    private final Iterator<Crop> crops;
    private final PatchFilter filter;
    private final Settlement settlement;
    private final int all;
    private int cut;
    private @Nullable Crop next;

    /**
     * @param crops endless, from the first one on
     * @param all how many of them are looked at
     */
    ImageCuts(
            Domain domain, SourceImage source, Iterator<Crop> crops, int all, PatchFilter filter) {
        this.domain = domain;
        this.source = source;
        this.crops = crops;
        this.all = all;
        this.filter = filter;
        this.settlement =
                new Settlement(source.receipt(), source.image().width(), source.image().height());
        for (int i = 0; i < source.cutBefore(); i++) {
            crops.next();
        }
        this.cut = source.cutBefore();
        advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Patch next() {
        Crop crop = next;
        if (crop == null) {
            throw new NoSuchElementException();
        }
        settlement.give();
        advance();
        int done = next == null ? all : cut - 1;
        Optional<ImagePosition> reached =
                source.position().map(start -> start.after(done - start.patches()));
        return new Patch(
                domain,
                source.id(),
                crop,
                Instant.now(),
                reached,
                new Part(settlement, next == null));
    }

    private void advance() {
        next = null;
        while (next == null && cut < all && source.receipt().isAwaited()) {
            Crop crop = crops.next();
            cut++;
            if (filter.accepts(crop.image())) {
                next = crop;
            }
        }
        if (next == null) {
            settlement.settle();
        }
    }

    /** Whether the filter has left all patches out. */
    boolean isEmpty() {
        return settlement.given.get() == 0 && next == null && source.receipt().isAwaited();
    }

    private record Part(Settlement of, boolean isLast) implements Share {

        @Override
        public void safe() {
            of.settle();
        }

        @Override
        public Receipt receipt() {
            return of.receipt;
        }
    }

    /**
     * Whoever is last tells the receipt: the cutting, or a patch that has become safe. Knows
     * nothing of the image, which is megabytes, for patches that wait keep this.
     */
    private static final class Settlement {

        private final Receipt receipt;
        private final int width;
        private final int height;
        private final AtomicInteger open = new AtomicInteger(1); // the first is the cutting itself
        private final AtomicInteger given = new AtomicInteger();

        Settlement(Receipt receipt, int width, int height) {
            this.receipt = receipt;
            this.width = width;
            this.height = height;
        }

        void give() {
            given.incrementAndGet();
            open.incrementAndGet();
        }

        void settle() {
            if (open.decrementAndGet() == 0 && given.get() > 0) {
                receipt.acknowledge(new CutImage(width, height, given.get()));
            }
        }
    }
}
