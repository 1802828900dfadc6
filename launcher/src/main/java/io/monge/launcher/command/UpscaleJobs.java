package io.monge.launcher.command;

import io.monge.imaging.ImageFormat;
import io.monge.imaging.folder.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which file becomes which: the plan of one {@code upscale} call. */
final class UpscaleJobs {

    /**
     * One image to read and the file to write.
     *
     * @param ofFolder found in a folder rather than named
     */
    record Job(Path source, Path target, boolean ofFolder) {

        /**
         * Whether an earlier call that read the folder has made the target: it is there and newer
         * than the source; targets are never half. Who names an image wants that one made.
         */
        boolean isDone() throws IOException {
            return ofFolder
                    && Files.isRegularFile(target)
                    && Files.getLastModifiedTime(target)
                                    .compareTo(Files.getLastModifiedTime(source))
                            >= 0;
        }
    }

    private UpscaleJobs() {}

    /**
     * A file becomes the output file, or a file of the same name in the output folder; a folder's
     * images keep their places below the output folder. What is of a format that is not written
     * becomes PNG. Hidden files are left out, and what lies in the output folder itself.
     *
     * @throws IllegalArgumentException if an input is missing, an output file's ending stands for
     *     no format that is written, or several inputs meet one output file
     */
    static List<Job> plan(List<Path> inputs, Destination destination) throws IOException {
        Path output = destination.path();
        boolean single =
                inputs.size() == 1 && Files.isRegularFile(inputs.get(0)) && !destination.isFolder();
        List<Job> jobs = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                addFolder(input, output, jobs);
            } else if (Files.isRegularFile(input)) {
                Path target = single ? output : output.resolve(writable(input.getFileName()));
                format(target);
                jobs.add(new Job(input, target, false));
            } else {
                throw new IllegalArgumentException("'%s' does not exist".formatted(input));
            }
        }
        refuseCollisions(jobs);
        return jobs;
    }

    /**
     * The format that a file's ending asks for; PNG if it has none.
     *
     * @throws IllegalArgumentException if it is none that is written
     */
    static ImageFormat format(Path file) {
        String ending = ending(file);
        if (ending.isEmpty()) {
            return ImageFormat.PNG;
        }
        return ImageFormat.ofEnding(ending)
                .filter(ImageFormat::isWritten)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s': images are written as .png, .jpg or .webp"
                                                .formatted(file)));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static Path writable(Path name) {
        String ending = ending(name);
        boolean written =
                ImageFormat.ofEnding(ending).map(ImageFormat::isWritten).orElse(ending.isEmpty());
        String text = name.toString();
        return written ? name : Path.of(text.substring(0, text.length() - ending.length()) + "png");
    }

    private static void addFolder(Path folder, Path output, List<Job> jobs) throws IOException {
        Path root = folder.toRealPath();
        Path made = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath();
        for (Path place : ImageFolder.places(folder, format -> true)) {
            boolean ours = !made.equals(root) && root.resolve(place).startsWith(made);
            if (!ours) {
                Path target = output.resolve(writable(place));
                jobs.add(new Job(folder.resolve(place), target, true));
            }
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
