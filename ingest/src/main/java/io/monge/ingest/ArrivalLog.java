package io.monge.ingest;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Where the patches of arriving images go, together with the fact that these images were read: both
 * or neither, so that an image that is read again after a crash has left nothing behind.
 */
public interface ArrivalLog extends AutoCloseable {

    /**
     * Gives the patches that are safe, and with them the fact that their images ({@link
     * Share#receipt}) were read; fails when none of them is. Left out are those of images that
     * somebody else reads by now.
     *
     * @param patches of whole images, in the order in which these were given out
     */
    Mono<List<Patch>> append(List<Patch> patches);

    @Override
    void close();
}
