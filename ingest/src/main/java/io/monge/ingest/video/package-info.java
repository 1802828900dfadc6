/**
 * Videos to frames. FFmpeg is met only here, and its native libraries are loaded with the first
 * video that is opened.
 *
 * <p>Nothing here knows of patches, folders or readings. Start at {@link
 * io.monge.ingest.video.Video}.
 */
@NullMarked
package io.monge.ingest.video;

import org.jspecify.annotations.NullMarked;
