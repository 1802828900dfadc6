package io.monge.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which file becomes which: the plan of one {@code upscale} call. */
final class UpscaleJobs {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg");

    /** One image to read and the file to write. */
    record Job(Path source, Path target) {}

    private UpscaleJobs() {}

    /**
     * A file becomes the output file, or a file of the same name in the output folder; a folder's
     * images keep their places below the output folder.
     *
     * @throws IllegalArgumentException if an input is missing, or several inputs meet one output
     *     file
     */
    static List<Job> plan(List<Path> inputs, Path output) throws IOException {
        boolean single =
                inputs.size() == 1
                        && Files.isRegularFile(inputs.get(0))
                        && !Files.isDirectory(output);
        List<Job> jobs = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                addFolder(input, output, jobs);
            } else if (Files.isRegularFile(input)) {
                jobs.add(new Job(input, single ? output : output.resolve(input.getFileName())));
            } else {
                throw new IllegalArgumentException("'%s' does not exist".formatted(input));
            }
        }
        refuseCollisions(jobs);
        return jobs;
    }

    /** The ending that decides the output's format, in lower case; empty if there is none. */
    static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static void addFolder(Path folder, Path output, List<Job> jobs) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.contains(ending(file)))
                    .sorted()
                    .forEach(
                            file ->
                                    jobs.add(
                                            new Job(
                                                    file,
                                                    output.resolve(
                                                            folder.relativize(file).toString()))));
        }
    }

    private static void refuseCollisions(List<Job> jobs) {
        Set<Path> targets = new HashSet<>();
        for (Job job : jobs) {
            Path target = job.target().toAbsolutePath().normalize();
            if (!targets.add(target)) {
                throw new IllegalArgumentException(
                        "two inputs would both become '%s'".formatted(target));
            }
            if (target.equals(job.source().toAbsolutePath().normalize())) {
                throw new IllegalArgumentException(
                        "'%s' would overwrite its own input".formatted(target));
            }
        }
    }
}
