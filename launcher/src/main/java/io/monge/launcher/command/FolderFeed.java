package io.monge.launcher.command;

import io.monge.runtime.config.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A folder of images as the source of one domain, in terms of configuration: a source has no
 * defaults, for another kind of source has other keys.
 *
 * @param domain LR or HR, as configuration names it
 * @param path the folder, or an archive, or a video
 * @param passes once, watch or loop
 */
record FolderFeed(String domain, Path path, String passes) {

    /**
     * @throws InvalidConfigException if nothing is there; what it is, is looked at later
     */
    FolderFeed {
        if (!Files.exists(path)) {
            throw new InvalidConfigException("There is no file or folder '%s'.".formatted(path));
        }
    }

    static FolderFeed of(Enum<?> domain, Path path, String passes) {
        return new FolderFeed(domain.name().toLowerCase(Locale.ROOT), path, passes);
    }

    List<String> flags() {
        String source = "--ingest." + domain + ".source.";
        return List.of(
                source + "type=directory",
                source + "path=" + path,
                source + "passes=" + passes,
                source + "scanEvery=1s",
                source + "settle=2s");
    }
}
