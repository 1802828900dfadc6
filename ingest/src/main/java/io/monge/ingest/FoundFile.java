package io.monge.ingest;

import java.nio.file.Path;

/**
 * A file that is ready to be read.
 *
 * @param name path within the folder
 * @param pass how many passes over the folder came before this one
 */
record FoundFile(Path folder, Path name, FileStamp stamp, long pass) {

    static FoundFile of(Path folder, FolderWalk.Step step) {
        return new FoundFile(folder, step.name(), step.stamp(), 0);
    }

    Path path() {
        return folder.resolve(name);
    }

    /** Path within the folder, with slashes on every system. */
    String id() {
        return id(name);
    }

    static String id(Path name) {
        return name.toString().replace('\\', '/');
    }
}
