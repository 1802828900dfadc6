package io.monge.launcher.bench.image;

import java.nio.file.Path;

/** The files of a true pair. */
record FilePair(Path lr, Path hr) {}
