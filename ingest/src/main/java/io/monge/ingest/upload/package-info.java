/**
 * Images that are posted to a port of this process: let in while there is room, answered when all
 * their patches are safe.
 *
 * <p>How HTTP is spoken is {@code io.monge.http}'s; what becomes of an image is the feed's. Nothing
 * here decodes. Start at {@link io.monge.ingest.upload.UploadListeners}, then {@code UploadQueue}.
 */
@NullMarked
package io.monge.ingest.upload;

import org.jspecify.annotations.NullMarked;
