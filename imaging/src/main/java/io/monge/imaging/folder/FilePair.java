package io.monge.imaging.folder;

import java.nio.file.Path;

/** The files of a true pair. */
public record FilePair(Path lr, Path hr) {}
