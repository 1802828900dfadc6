/**
 * Folders of image files, and of true pairs of them, as benchmarks and scores read them.
 *
 * <p>Only files: what is done with the images is the caller's matter. Start at {@link
 * io.monge.imaging.folder.PairFolder}.
 */
@NullMarked
package io.monge.imaging.folder;

import org.jspecify.annotations.NullMarked;
