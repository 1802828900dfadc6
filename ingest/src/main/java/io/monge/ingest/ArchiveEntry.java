package io.monge.ingest;

/**
 * A file within an archive.
 *
 * @param name as the archive has it: a name and no more, nothing is ever written to it
 * @param stamp size and time that the archive states
 */
record ArchiveEntry(String name, FileStamp stamp) {}
