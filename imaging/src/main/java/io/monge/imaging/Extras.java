package io.monge.imaging;

import java.util.Optional;

/**
 * What is written beside the pixels.
 *
 * @param profile ICC
 * @param exif a TIFF structure, true of the written image
 */
record Extras(Optional<byte[]> profile, Optional<byte[]> exif) {}
