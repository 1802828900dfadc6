package io.monge.ingest;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Where the patches of one folder go, together with how far it has been read: both or neither, so
 * that whoever reads on after a crash neither leaves a patch out nor sends one twice.
 */
public interface ReadingLog extends AutoCloseable {

    /** Told what a log holds, in the order in which it was written. */
    interface Visitor {

        /** So many patches of an image are safe; what was said of it before is out of date. */
        void image(ImagePosition position);

        /** All images of a pass were cut. */
        void passEnded(long pass);
    }

    /**
     * Takes the reading over, from a process that died or from one that is alive and is refused
     * from now on, and tells what has been read. Blocks; called once, first.
     */
    void resume(Visitor visitor);

    /** Completes when patches and positions are safe, all of them; fails when none of them is. */
    Mono<Void> append(List<Patch> patches);

    /** Completes when it is safe to say that all images of a pass were cut. */
    Mono<Void> endPass(long pass);

    @Override
    void close();
}
