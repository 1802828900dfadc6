package io.monge.ingest;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * What tells one state of a file from the next.
 *
 * @param size bytes
 * @param modified when it was last written
 */
public record FileStamp(long size, Instant modified) {

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant());
    }
}
